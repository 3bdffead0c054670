"""Prints the tensors of a model file of bnnkit, and the first and last row of every matrix, as JSON.

python3 print_model.py model.safetensors    with read_model.py beside it
"""
import json
import sys
import zlib
from math import prod

from read_model import read_model, weights_row


def matrices_of(graph):
    """The matrices of weights of a graph, each with its rows and columns."""
    width = {value["name"]: value.get("features", 1) for value in graph["inputs"]}
    count = {value["name"]: value.get("count") for value in graph["inputs"]}
    for node in graph["nodes"]:
        of_inputs = [width[name] for name in node["inputs"]]
        width[node["name"]] = node.get("outFeatures") or node.get("features") or (
            sum(of_inputs) if node["op"] == "concatenate" else of_inputs[0])
        if node["op"] == "dense":
            yield node["weights"], node["outFeatures"], of_inputs[0]
        elif node["op"] == "convolution":
            yield node["weights"], node["outFeatures"], prod(node["window"]["size"]) * of_inputs[0] // node["groups"]
        elif node["op"] == "embedding":
            yield node["table"], count[node["inputs"][0]], node["features"]
        elif node["op"] == "position" and node["table"] != "sinusoidal":
            yield node["table"], node["maximumLength"], of_inputs[0]
        elif node["op"] == "rotary-position":
            yield node["frequencies"], 1, node["rotated"] // 2


def report(data):
    """What the file holds, small enough to print."""
    metadata, description, tensors = read_model(data)
    graphs = description["graphs"].values() if "graphs" in description else [description["graph"]]
    matrices = {weights["tensor"]: (weights, rows, columns) for g in graphs for weights, rows, columns in matrices_of(g)}
    return {
        "name": description["name"],
        "tensors": {name: {"dtype": dtype, "shape": shape, "bytes": len(content), "crc32": zlib.crc32(content),
                           "setBits": bin(int.from_bytes(content, "little")).count("1")}
                    for name, (dtype, shape, content) in tensors.items()},
        "matrices": {name: {"rows": rows, "columns": columns,
                            "first": weights_row(tensors, weights, 0, columns),
                            "last": weights_row(tensors, weights, rows - 1, columns)}
                     for name, (weights, rows, columns) in matrices.items()},
    }


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        json.dump(report(file.read()), sys.stdout)
