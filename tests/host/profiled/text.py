'''Text: strings of several lines, continued lines, semicolons,
    a docstring of three lines.
'''
import io; out = io.StringIO(); count = 0
LONG = """first
    second "quoted"
for x in y:
""" + \
    "third" * 2
def show(
    *parts,
    sep=" ".join(["", ""]),
):
    # a comment, and a blank line

    text = sep.join(
        str(part)
        for part in parts
    )
    return (
        f"<{text}>"  # half way
        + f"{len(text)}"
    )
if count: pass
elif (n := len(LONG)) > 3: print(n)
else: print("no")
for word in LONG.split(): count += 1; out.write(show(word, count,
                                                        [word]))  # over two lines

print(out.getvalue()); print(count, "ä" + show("ü", sep="é"), LONG)
if (
    count > 1
    and show(1)
): print("ok")  # behind
