"""Reads a model file of bnnkit, version 2, with the standard library alone; the guide "The file format" specifies it."""
import json
import struct
import zlib
from math import prod

LETTERS = {"F32": "f", "I8": "b", "I32": "i", "U32": "I", "U8": "B"}
PACKING = "bit=1 iff x<0; little-endian 32-bit words; rows padded to 128 bits"


def read_safetensors(data):
    """Metadata, and (dtype, shape, bytes) of each tensor by name."""
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    metadata, tensors, position = header.pop("__metadata__", {}), {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        dtype, shape, (begin, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
        if begin != position or end - begin != prod(shape) * struct.calcsize(LETTERS[dtype]):
            raise ValueError(f"tensor {name} does not lie where it should")
        tensors[name] = (dtype, shape, data[8 + length + begin : 8 + length + end])
        position = end
    if 8 + length + position != len(data):
        raise ValueError("the tensors do not fill the file")
    return metadata, tensors


def read_model(data):
    """Metadata, description and tensors of a model file whose checksum is right."""
    metadata, tensors = read_safetensors(data)
    if [metadata.get(key) for key in ("format", "formatVersion", "packing")] != ["bnnkit", "2", PACKING]:
        raise ValueError("not a model file of version 2")
    crc = 0
    for key in sorted(metadata.keys() - {"checksum"}, key=by_utf16):
        crc = zlib.crc32(f"{key}\0{metadata[key]}\0".encode(), crc)
    for name in sorted(tensors, key=by_utf16):
        crc = zlib.crc32(tensors[name][2], zlib.crc32(f"{name}\0".encode(), crc))
    if metadata.get("checksum") != f"crc32:{crc:08x}":
        raise ValueError("damaged: the content has another checksum")
    return metadata, json.loads(metadata["description"]), tensors


def by_utf16(name):
    return name.encode("utf-16-be")


def row_of(tensor, row):
    """The numbers of one row: of the first index."""
    dtype, shape, content = tensor
    count = prod(shape[1:])
    return struct.unpack_from(f"<{count}{LETTERS[dtype]}", content, row * count * struct.calcsize(LETTERS[dtype]))


def bits_of(tensor, row, columns):
    """Column k of a row is bit k mod 32 of its word k // 32."""
    words = row_of(tensor, row)
    return [words[k >> 5] >> (k & 31) & 1 for k in range(columns)]


def digits_of(tensors, prefix, term, row, columns):
    """The digits of a term in one row of what it stores."""
    kind = term["digit"]
    if kind in ("bipolar", "unipolar"):
        bits = bits_of(tensors[prefix + ".bits"], row, columns)
        return [1 - 2 * bit for bit in bits] if kind == "bipolar" else bits
    if kind == "ternary":
        mask, sign = (bits_of(tensors[prefix + plane], row, columns) for plane in (".mask", ".sign"))
        return [m * (1 - 2 * s) for m, s in zip(mask, sign)]
    numbers = row_of(tensors[prefix + (".weights" if kind in ("int32", "float32") else ".codes")], row)
    if kind == "power":
        least = term["exponents"][0]
        return [(-1) ** (b >> 7) * 2.0 ** (least - 1 + (b & 127)) if b else 0 for b in numbers]
    return numbers


def placed_digits(tensors, prefix, term, row, columns):
    """The digits of a term in a row, None where a sparse term has none."""
    if "sparse" not in term:
        return digits_of(tensors, prefix, term, row, columns)
    marks, sparse = tensors[prefix + ".marks"], term["sparse"]
    if "columns" in sparse:
        marked, stored = bits_of(marks, 0, columns), digits_of(tensors, prefix, term, row, sparse["columns"])
    else:
        before = sum(sum(bits_of(marks, above, columns)) for above in range(row))
        marked = bits_of(marks, row, columns)
        stored = digits_of(tensors, prefix, term, 0, sparse["weights"])[before:]
    following = iter(stored)
    return [next(following) if mark else None for mark in marked]


def weights_row(tensors, weights, row, columns):
    """A row of a matrix of weights: the sum of its terms, each offset + scale * digit."""
    total, code = [0.0] * columns, weights["code"]
    for i, term in enumerate(code):
        prefix = weights["tensor"] if len(code) == 1 else f"{weights['tensor']}.{i}"
        scales, offsets = [term.get("scale", 1)], [term.get("offset", 0)]
        if scales == ["row"]:
            scales = row_of(tensors[prefix + ".scales"], row)
        if offsets == ["row"]:
            offsets = row_of(tensors[prefix + ".offsets"], row)
        for k, digit in enumerate(placed_digits(tensors, prefix, term, row, columns)):
            if digit is None or (digit == 0 and term["digit"] == "ternary"):
                continue
            total[k] += offsets[k * len(offsets) // columns] + scales[k * len(scales) // columns] * digit
    return total
