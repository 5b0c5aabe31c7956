// The roadmap of a project: phases, gates and the evidence that meets them.
export {}
