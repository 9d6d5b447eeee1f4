"""Sources of any size for the benchmarks, a function for each shape.

usage: benchtrees.py SHAPE COUNT
"""
import sys


def fan_out(count):
    """Ten children to a node."""
    def node(number, depth):
        text = f"node@{number:x} {{ reg = <{number:#x} 0x1000>;"
        for child in range(number * 10 + 1, number * 10 + 11):
            if child < count:
                text += "\n" + node(child, depth + 1)
        return text + " };"
    return node(0, 0) + "\n"


def labelled(count):
    """Groups of a hundred labelled nodes that refer to one another."""
    text = []
    for start in range(0, count, 100):
        text.append(f"bus@{start:x} {{ reg = <{start:#x}>; #address-cells = <1>; #size-cells = <0>;")
        for number in range(start, min(start + 99, count)):
            other = (number * 7919 + 13) % count
            other -= other % 100 == 99
            text.append(f"l{number}: device@{number:x} {{ reg = <{number}>; compatible = \"a,b\";"
                        f" link = <&l{other} {number}>; }};")
        text.append("};")
    return "\n".join(text) + "\n"


def unique_names(count):
    """Each node has a property that no other has, a hundred nodes to a bus."""
    text = []
    for start in range(0, count, 100):
        text.append(f"bus@{start:x} {{")
        for number in range(start, min(start + 99, count)):
            text.append(f"n{number} {{ vendor,property-{number} = <{number}>; }};")
        text.append("};")
    return "\n".join(text) + "\n"


def flat(count):
    """All nodes are siblings, each with a property of its own."""
    return "".join(f"n{number} {{ p-{number} = <{number}>; }};\n" for number in range(count))


def chain(count):
    """Each node is inside the one before it, as deep as readers of the format go, then anew from the root."""
    depth = min(count, 10000)
    text = []
    for start in range(0, count, depth):
        text.append("".join(f"c{start}-{level} {{ p = <{level}>;\n" for level in range(depth)) + "};" * depth)
    return "\n".join(text) + "\n"


SHAPES = {"fan-out": fan_out, "labelled": labelled, "unique names": unique_names, "flat": flat, "chain": chain}


if __name__ == "__main__":
    sys.stdout.write("/dts-v1/;\n/ {\n" + SHAPES[sys.argv[1]](int(sys.argv[2])) + "};\n")
