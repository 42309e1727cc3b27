-- Ticket Desk: a small app that keeps its agents in a SQLite file. Footbridge is set up for it in the sandbox.
-- Nothing here is called as in Team Wiki: keys are texts, and who may sign in is "on duty".

CREATE TABLE "agents of the desk" (
  "agent key" TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "sign-in" TEXT NOT NULL UNIQUE COLLATE NOCASE,
  "post box" TEXT,
  "known as" TEXT,
  team TEXT,
  standing TEXT NOT NULL DEFAULT 'on duty' CHECK (standing IN ('on duty', 'off duty'))
);

CREATE TABLE duties (
  code TEXT PRIMARY KEY NOT NULL,
  says TEXT NOT NULL UNIQUE
);

CREATE TABLE "who does what" (
  agent TEXT NOT NULL REFERENCES "agents of the desk" ("agent key") ON DELETE CASCADE,
  duty TEXT NOT NULL REFERENCES duties (code),
  UNIQUE (agent, duty)
);

INSERT INTO duties (code, says) VALUES ('D1', 'reads tickets'), ('D2', 'answers tickets'), ('D3', 'closes tickets');

-- An account that was there before: Footbridge does not touch it.
INSERT INTO "agents of the desk" ("agent key", "sign-in", "known as", team) VALUES
  ('robot', 'mail-robot', 'Mail into tickets', NULL);
INSERT INTO "who does what" (agent, duty) VALUES ('robot', 'D2');
