# The yardstick of bench/engine: the same decoder, loss and AdamW step in PyTorch eager. Reads one JSON line with the model
# and the batch, then answers every line on standard input with the milliseconds of one step
# (wall and processor time), so that the caller can interleave both engines. The loss of the first step is printed too: equal weights must give equal losses.
import json
import math
import sys
import time

import torch
import torch.nn.functional as F


def build(c, seed):
    g = torch.Generator().manual_seed(seed)
    d, kv, hd = c["hiddenSize"], c["keyValueHeads"], c["headDim"]
    h, f, v = c["heads"], c["intermediateSize"], c["vocabularySize"]

    def matrix(rows, columns):
        return (torch.randn(rows, columns, generator=g) * 0.02).requires_grad_()

    def ones(n):
        return torch.ones(n, requires_grad=True)

    def zeros(n):
        return torch.zeros(n, requires_grad=True)

    layers = [
        dict(
            n1=ones(d), q=matrix(h * hd, d), qb=zeros(h * hd), k=matrix(kv * hd, d), kb=zeros(kv * hd),
            v=matrix(kv * hd, d), vb=zeros(kv * hd), o=matrix(d, h * hd), n2=ones(d),
            gate=matrix(f, d), up=matrix(f, d), down=matrix(d, f),
        )
        for _ in range(c["layers"])
    ]
    return dict(embed=matrix(v, d), layers=layers, norm=ones(d))


def rms(x, w, eps):
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * w


def rotate(x, cos, sin):
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat((-b, a), -1) * sin


def forward(c, p, tokens, cos, sin, mask):
    batch, time_ = tokens.shape
    h, kv, hd, eps = c["heads"], c["keyValueHeads"], c["headDim"], c["normEpsilon"]
    x = F.embedding(tokens, p["embed"])
    for l in p["layers"]:
        y = rms(x, l["n1"], eps)
        q = F.linear(y, l["q"], l["qb"]).view(batch, time_, h, hd).transpose(1, 2)
        k = F.linear(y, l["k"], l["kb"]).view(batch, time_, kv, hd).transpose(1, 2)
        v = F.linear(y, l["v"], l["vb"]).view(batch, time_, kv, hd).transpose(1, 2)
        q, k = rotate(q, cos, sin), rotate(k, cos, sin)
        if hasattr(F, "scaled_dot_product_attention"):
            k, v = k.repeat_interleave(h // kv, 1), v.repeat_interleave(h // kv, 1)
            a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            # The group folded into time, as in our graph: the fastest of the plain spellings.
            g = h // kv
            s = torch.matmul(q.reshape(batch, kv, g * time_, hd), k.transpose(-1, -2)) / math.sqrt(hd)
            s = (s.view(batch, kv, g, time_, time_) + mask).softmax(-1).view(batch, kv, g * time_, time_)
            a = torch.matmul(s, v).view(batch, h, time_, hd)
        x = x + F.linear(a.transpose(1, 2).reshape(batch, time_, h * hd), l["o"])
        y = rms(x, l["n2"], eps)
        x = x + F.linear(F.silu(F.linear(y, l["gate"])) * F.linear(y, l["up"]), l["down"])
    return F.linear(rms(x, p["norm"], eps), p["embed"])


def main():
    job = json.loads(sys.stdin.readline())
    c, batch, length, threads = job["config"], job["batch"], job["length"], job["threads"]
    torch.set_num_threads(threads)
    p = build(c, 0)
    flat = [p["embed"], p["norm"]] + [t for l in p["layers"] for t in l.values()]
    optimizer = torch.optim.AdamW(flat, lr=1e-4, weight_decay=0.01)
    ids = torch.arange(batch * (length + 1)).mul(7919).remainder(c["vocabularySize"]).view(batch, length + 1)
    angle = torch.outer(torch.arange(length).float(), c["ropeTheta"] ** (-torch.arange(0, c["headDim"], 2) / c["headDim"]))
    cos, sin = torch.cat((angle, angle), -1).cos(), torch.cat((angle, angle), -1).sin()
    mask = torch.full((length, length), float("-inf")).triu(1)

    def step():
        logits = forward(c, p, ids[:, :-1], cos, sin, mask)
        loss = F.cross_entropy(logits.view(-1, c["vocabularySize"]), ids[:, 1:].reshape(-1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(flat, 1.0)
        optimizer.step()
        return loss

    a, b = torch.randn(1024, 1024), torch.randn(1024, 1024)
    rates = []
    for _ in range(5):
        t = time.perf_counter()
        torch.mm(a, b)
        rates.append(2 * 1024**3 / (time.perf_counter() - t) / 1e9)
    first = step().item()
    info = dict(
        torch=torch.__version__, threads=torch.get_num_threads(), interop=torch.get_num_interop_threads(),
        sgemmGflops=round(max(rates)), mkl=torch.backends.mkl.is_available(),
        parameters=sum(t.numel() for t in flat), firstLoss=first, parallel=torch.__config__.parallel_info(),
    )
    print(json.dumps(info), flush=True)
    for _ in sys.stdin:
        t, cpu = time.perf_counter(), time.process_time()
        step()
        print(json.dumps([1000 * (time.perf_counter() - t), 1000 * (time.process_time() - cpu)]), flush=True)


main()
