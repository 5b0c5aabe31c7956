# The yardstick of bench/engine/large.ts: decode steps of the same shape in PyTorch eager, float32, over a cache that is nearly
# full. Reads one JSON line (config, batch, cacheLength, threads, rounds) and prints one: milliseconds a step, median.
import json
import sys
import time

import torch
import torch.nn.functional as F


def main():
    job = json.loads(sys.stdin.readline())
    c, batch, length = job["config"], job["batch"], job["cacheLength"]
    torch.set_num_threads(job["threads"])
    d, kv, hd = c["hiddenSize"], c["keyValueHeads"], c["headDim"]
    h, f, v, eps = c["heads"], c["intermediateSize"], c["vocabularySize"], c["normEpsilon"]
    matrix = lambda rows, columns: torch.randn(rows, columns) * 0.02
    embed = matrix(v, d)
    layers = [
        dict(
            q=matrix(h * hd, d), k=matrix(kv * hd, d), v=matrix(kv * hd, d), o=matrix(d, h * hd),
            gate=matrix(f, d), up=matrix(f, d), down=matrix(d, f), norm=torch.ones(d),
            keys=torch.rand(batch, kv, length, hd), values=torch.rand(batch, kv, length, hd),
        )
        for _ in range(c["layers"])
    ]
    angle = (length - 1) * c["ropeTheta"] ** (-torch.arange(0, hd, 2) / hd)
    cos, sin = torch.cat((angle, angle)).cos(), torch.cat((angle, angle)).sin()
    norm = lambda x, w: x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * w

    def rotate(x):
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat((-b, a), -1) * sin

    def step(tokens):
        x = F.embedding(tokens, embed)
        for l in layers:
            y = norm(x, l["norm"])
            q = rotate(F.linear(y, l["q"]).view(batch, kv, h // kv, hd))
            l["keys"][:, :, -1] = rotate(F.linear(y, l["k"]).view(batch, kv, hd))
            l["values"][:, :, -1] = F.linear(y, l["v"]).view(batch, kv, hd)
            weights = (torch.matmul(q, l["keys"].transpose(-1, -2)) * hd**-0.5).softmax(-1)
            x = x + F.linear(torch.matmul(weights, l["values"]).reshape(batch, h * hd), l["o"])
            y = norm(x, l["norm"])
            x = x + F.linear(F.silu(F.linear(y, l["gate"])) * F.linear(y, l["up"]), l["down"])
        return F.linear(norm(x, layers[0]["norm"]), embed).argmax(-1)

    times = []
    with torch.inference_mode():
        tokens = step(torch.arange(batch))
        for _ in range(job["rounds"]):
            start = time.perf_counter()
            tokens = step(tokens)
            times.append(1000 * (time.perf_counter() - start))
    print(json.dumps(dict(ms=sorted(times)[len(times) // 2], torch=torch.__version__)))


main()
