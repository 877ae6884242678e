"""Loops of every kind, with what leaves them and what goes on."""

rows = []
for i in range(5):
    if i == 1:
        continue
    elif [i] == [3]:
        break
    rows.append([i] * i)
else:
    rows = [None]
while len(rows) < 9:
    rows += [str(len(rows))]
for a, b in zip("abc", [1.5, 2.5, 3.5]): rows.append((a, b * 2)); rows.append({a: b})
total = 0.0
for row in rows: total += 0.5
for i in range(len(rows), 2, -3):
    for _ in enumerate(rows):
        pass
else:
    print(len(rows), total)
