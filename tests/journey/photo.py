#!/usr/bin/env python3
"""photo.py HOW PAGE PHOTO: makes of a page's picture what a phone would make of the paper.

HOW: turned (a few degrees, on a table), dim (dark, uneven light, blurred), small (a third of the size), noisy (grain and a
stain beside the code), blank (nothing on it)."""
import random, sys
from PIL import Image, ImageDraw, ImageFilter

how, page, photo = sys.argv[1:]
paper = Image.open(page).convert("L")
random.seed(how)
if how == "turned":
    table = Image.new("L", (paper.width + 400, paper.height + 400), 90)
    table.paste(paper, (200, 200))
    paper = table.rotate(7, Image.BICUBIC, fillcolor=90)
elif how == "dim":
    shade = Image.linear_gradient("L").resize(paper.size).point(lambda v: 90 + v // 3)
    paper = Image.composite(paper, Image.new("L", paper.size, 0), shade).filter(ImageFilter.GaussianBlur(1.2))
elif how == "small":
    paper = paper.resize((paper.width * 2 // 3, paper.height * 2 // 3), Image.BICUBIC)
elif how == "noisy":
    grain = Image.effect_noise(paper.size, 60)
    paper = Image.blend(paper, grain, 0.25)
    ImageDraw.Draw(paper).ellipse((60, paper.height - 500, 220, paper.height - 340), fill=150)
elif how == "blank":
    paper = Image.new("L", paper.size, 240)
paper.convert("RGB").save(photo, "JPEG", quality=70)
