"""What room the stages of a pipeline need: worked out by its constructor, and let go of again."""


def room(stages, rows, row_size):
    """Bytes in front of and behind `rows` rows of `row_size`, and the `due` of a stage that has one, or None.

    Each stage is told what will come to it. Raises ValueError("row_size") where one is for other rows, and what a
    `plan` raises. Allocates: the result, a bound method. IRQ-safe: no.
    """
    headroom = tailroom = enc = 0
    due = None
    size = rows * row_size
    for stage in stages:
        if getattr(stage, "row_size", row_size) != row_size:
            raise ValueError("row_size")
        if hasattr(stage, "plan"):
            stage.plan(rows, size, enc)
        due = getattr(stage, "due", due)
        headroom += stage.headroom(size) if hasattr(stage, "headroom") else 0
        tailroom += stage.tailroom(size) if hasattr(stage, "tailroom") else 0
        size = stage.max_len(size) if hasattr(stage, "max_len") else size
        enc = getattr(stage, "enc", enc)
    return headroom, tailroom, due
