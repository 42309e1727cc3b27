-- Door Badges: a small app that keeps the badges of a building in a SQLite file. Footbridge is set up for it in the
-- sandbox, where it plays the app that says no: it blocks no badge while its front desk insists that badges be handed in.

CREATE TABLE badges (
  number INTEGER PRIMARY KEY,
  holder TEXT NOT NULL UNIQUE COLLATE NOCASE,
  printed_name TEXT,
  personnel_number TEXT,
  state TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'blocked'))
);

CREATE TABLE doors (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE opens (
  badge INTEGER NOT NULL REFERENCES badges (number) ON DELETE CASCADE,
  door INTEGER NOT NULL REFERENCES doors (id),
  PRIMARY KEY (badge, door)
) WITHOUT ROWID;

-- One row: whether the front desk insists.
CREATE TABLE front_desk (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  insists INTEGER NOT NULL CHECK (insists IN (0, 1))
);

CREATE TRIGGER badge_is_checked_in BEFORE UPDATE OF state ON badges
WHEN new.state = 'blocked' AND old.state = 'valid' AND (SELECT insists FROM front_desk) = 1
BEGIN
  SELECT RAISE(ABORT, 'badge ' || old.number || ' is still checked in: ' || old.holder || ' has to hand it in at the front desk first');
END;

INSERT INTO doors (id, name) VALUES (1, 'front door'), (2, 'laboratory'), (3, 'archive');
INSERT INTO front_desk (id, insists) VALUES (1, 1);

-- Badges that were there before: Footbridge touches neither.
INSERT INTO badges (number, holder, printed_name) VALUES (1, 'visitor-1', 'Visitor'), (2, 'cleaning', 'Cleaning');
INSERT INTO opens (badge, door) VALUES (1, 1), (2, 1), (2, 2), (2, 3);
