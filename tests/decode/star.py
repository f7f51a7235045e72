#!/usr/bin/env python3
"""star.py - reads what is sent to a Star printer, strictly, and says what comes out.

usage: star.py raster|starprnt STRIDE DOTS [broken] < BYTES
Writes the dots to DOTS, STRIDE bytes a row, and on standard output a letter for each thing that is
done: r row or p picture, c cut, d drawer, i initialised, < raster mode entered, > left. Status 1,
with the place, at the first byte that Star's specifications do not know in that state. broken: one
command may have been cut off in its head; it is given up at the next NUL, as a printer does.

Written from Star's Line Mode Command Specifications (raster graphics) and StarPRNT Command
Specifications, not from the encoder.
"""
import sys

ENDS = {0, 1, 2, 3, 8, 9, 12, 13, 36, 37}
CUTS = {8, 9, 12, 13, 36, 37}


class Unknown(Exception):
    pass


class Reader:
    def __init__(self, data, stride):
        self.data = data
        self.at = 0
        self.stride = stride
        self.dots = bytearray()
        self.events = []

    def fail(self, why):
        raise Unknown(f"byte {self.at}: {why}: {self.data[self.at:self.at + 8].hex(' ')}")

    def take(self, count):
        if self.at + count > len(self.data):
            self.fail("cut short")
        part = self.data[self.at:self.at + count]
        self.at += count
        return part

    def word(self):
        low, high = self.take(2)
        return low + 256 * high

    def begins(self, text):
        if not self.data.startswith(text, self.at):
            return False
        self.at += len(text)
        return True

    def number(self, most):
        """Decimal digits that a NUL ends."""
        end = self.data.find(b"\0", self.at)
        digits = self.data[self.at:end]
        if end < 0 or not digits.isdigit() or len(digits) > 255 or int(digits) > most:
            self.fail("not a number")
        self.at = end + 1
        return int(digits)

    def row(self, bits):
        if len(bits) > self.stride:
            self.fail("wider than the head")
        self.dots += bits.ljust(self.stride, b"\0")


class Raster(Reader):
    """Line mode outside, raster mode inside."""

    def __init__(self, data, stride):
        super().__init__(data, stride)
        self.is_inside = False
        self.has_print = False
        self.at_end = self.at_page = 13

    def enter(self):
        self.is_inside = True
        self.at_end = self.at_page = 13
        self.has_print = False
        self.events.append("<")

    def leave(self):
        if self.has_print:
            self.fail("left with dots that were not printed")
        self.is_inside = False
        self.events.append(">")

    def execute(self, mode):
        self.has_print = False
        self.events.append("c" if mode in CUTS else "f")

    def end_mode(self):
        mode = self.number(99)
        if mode not in ENDS:
            self.fail("no such mode")
        return mode

    def send_row(self):
        count = self.word()
        if count < 1:
            self.fail("a row of nothing")
        self.row(self.take(count))
        self.has_print = True
        self.events.append("r")

    def step(self):
        if not self.is_inside:
            if self.begins(b"\x1b*rA"):
                self.enter()
            elif not self.begins(b"\0"):
                self.fail("not known outside of raster mode")
        elif self.begins(b"b"):
            self.send_row()
        elif self.begins(b"\x1b*rA"):
            pass  # "is ignored when in the raster mode"
        elif self.begins(b"\x1b*rB"):
            self.leave()
        elif self.begins(b"\x1b*rC"):
            self.has_print = False
        elif self.begins(b"\x1b*rP"):
            if self.number(65535) != 0:
                self.fail("paper that ends")
        elif self.begins(b"\x1b*rE"):
            self.at_end = self.end_mode()
        elif self.begins(b"\x1b*rF"):
            self.at_page = self.end_mode()
        elif self.begins(b"\x1b*rD"):
            self.events.append("d" if self.number(3) else "-")
        elif self.begins(b"\x1b\x0c\x00"):
            self.execute(self.at_page)
        elif self.begins(b"\x1b\x0c\x04"):
            self.execute(self.at_end)
        elif not self.begins(b"\0"):
            self.fail("not known in raster mode")


class StarPrnt(Reader):
    is_inside = False

    def picture(self):
        mode = self.take(1)[0]
        width, rows = self.word(), self.word()
        if mode != 1 or not 1 <= width <= 128 or not 1 <= rows or self.take(1)[0] != 0:
            self.fail("not a picture")
        for _ in range(rows):
            self.row(self.take(width))
        self.events.append("p")

    def step(self):
        if self.begins(b"\x1b@"):
            self.events.append("i")
        elif self.begins(b"\x1b\x1dS"):
            self.picture()
        elif self.begins(b"\x1bd"):
            if self.take(1)[0] > 3:
                self.fail("no such cut")
            self.events.append("c")
        elif self.begins(b"\x07"):
            self.events.append("d")
        elif not self.begins(b"\0"):
            self.fail("not known")


def main():
    language, stride, dots = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    reader = {"raster": Raster, "starprnt": StarPrnt}[language](sys.stdin.buffer.read(), stride)
    forgives = len(sys.argv) > 4
    while reader.at < len(reader.data):
        try:
            reader.step()
        except Unknown as unknown:
            reader.at = reader.data.find(b"\0", reader.at, reader.at + 6)
            if not forgives or reader.at < 0:
                sys.exit(str(unknown))
            forgives = False
    if reader.is_inside:
        sys.exit("still in raster mode at the end")
    with open(dots, "wb") as file:
        file.write(reader.dots)
    print("".join(reader.events))


main()
