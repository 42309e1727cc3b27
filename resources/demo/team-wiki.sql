-- Team Wiki: a small app that keeps its users in a SQLite file. Footbridge is set up for it in the demo.
-- The app's own tables know nothing of Footbridge; access_log is its own record of who got and lost what.
PRAGMA foreign_keys = ON;

CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL UNIQUE COLLATE NOCASE,
  mail TEXT,
  full_name TEXT,
  department TEXT,
  employee_number TEXT,
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1))
);

CREATE TABLE roles (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE user_roles (
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  role_id INTEGER NOT NULL REFERENCES roles (id),
  PRIMARY KEY (user_id, role_id)
) WITHOUT ROWID;

-- One line for each thing that took effect: what is applied twice shows here twice.
CREATE TABLE access_log (
  id INTEGER PRIMARY KEY,
  event TEXT NOT NULL CHECK (event IN ('created', 'changed', 'enabled', 'disabled', 'role added', 'role removed', 'deleted')),
  username TEXT NOT NULL,
  detail TEXT
);

CREATE TRIGGER user_created AFTER INSERT ON users BEGIN
  INSERT INTO access_log (event, username, detail) VALUES ('created', new.username, new.full_name);
END;

CREATE TRIGGER user_changed AFTER UPDATE OF username, mail, full_name, department, employee_number ON users BEGIN
  INSERT INTO access_log (event, username, detail) VALUES ('changed', new.username, old.username);
END;

CREATE TRIGGER user_enabled AFTER UPDATE OF enabled ON users BEGIN
  INSERT INTO access_log (event, username)
  VALUES (CASE new.enabled WHEN 1 THEN 'enabled' ELSE 'disabled' END, new.username);
END;

CREATE TRIGGER role_removed_with_user BEFORE DELETE ON users BEGIN
  DELETE FROM user_roles WHERE user_id = old.id;
END;

CREATE TRIGGER user_deleted AFTER DELETE ON users BEGIN
  INSERT INTO access_log (event, username) VALUES ('deleted', old.username);
END;

CREATE TRIGGER role_added AFTER INSERT ON user_roles BEGIN
  INSERT INTO access_log (event, username, detail)
  SELECT 'role added', users.username, roles.name FROM users, roles WHERE users.id = new.user_id AND roles.id = new.role_id;
END;

CREATE TRIGGER role_removed AFTER DELETE ON user_roles BEGIN
  INSERT INTO access_log (event, username, detail)
  SELECT 'role removed', users.username, roles.name FROM users, roles WHERE users.id = old.user_id AND roles.id = old.role_id;
END;

INSERT INTO roles (id, name) VALUES (1, 'reader'), (2, 'editor'), (3, 'admin');

-- Accounts that were there before: Footbridge touches neither.
INSERT INTO users (id, username, mail, full_name) VALUES
  (1, 'wiki-admin', 'wiki-admin@example.com', 'Wiki administration'),
  (2, 'archive', NULL, 'Archive (imported pages)');
INSERT INTO user_roles (user_id, role_id) VALUES (1, 3), (2, 1);
DELETE FROM access_log;
