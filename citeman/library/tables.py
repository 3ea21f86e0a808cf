"""The tables of a library file, and how the file of an older citeman becomes one of this."""

APPLICATION = 0x63746C62
"""Marks a SQLite file as a library of ours ("ctlb"): https://sqlite.org/pragma.html."""

_FIRST = """
    CREATE TABLE change (
        id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, command TEXT NOT NULL,
        words TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
        undoes INTEGER REFERENCES change, redoes INTEGER REFERENCES change, part INTEGER);
    CREATE TABLE effect (
        id INTEGER PRIMARY KEY,
        change INTEGER NOT NULL REFERENCES change DEFERRABLE INITIALLY DEFERRED,
        part INTEGER NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('record', 'fact')),
        first INTEGER NOT NULL, last INTEGER NOT NULL, live INTEGER NOT NULL);
    CREATE TABLE record (
        id INTEGER PRIMARY KEY, live INTEGER NOT NULL, work INTEGER NOT NULL, key TEXT,
        change INTEGER NOT NULL REFERENCES change DEFERRABLE INITIALLY DEFERRED,
        digest INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE fact (
        id INTEGER PRIMARY KEY, live INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'merge', 'doubt', 'decision')),
        record INTEGER NOT NULL REFERENCES record, other INTEGER REFERENCES record,
        change INTEGER NOT NULL REFERENCES change DEFERRABLE INITIALLY DEFERRED,
        part INTEGER NOT NULL, body TEXT NOT NULL);
    CREATE TABLE work (
        id INTEGER PRIMARY KEY, key TEXT NOT NULL, year INTEGER, digest INTEGER NOT NULL,
        title TEXT NOT NULL, people TEXT NOT NULL, journal TEXT NOT NULL,
        annotation TEXT NOT NULL, tags TEXT NOT NULL, note TEXT NOT NULL, marks TEXT NOT NULL,
        body TEXT);
    CREATE TABLE block (
        key INTEGER, record INTEGER, PRIMARY KEY (key, record)) WITHOUT ROWID;
    CREATE INDEX effect_change ON effect (change);
    CREATE UNIQUE INDEX record_key ON record (key) WHERE live;
    CREATE INDEX record_digest ON record (digest);
    CREATE INDEX record_joined ON record (work) WHERE work <> id;
    CREATE INDEX fact_record ON fact (record);
    CREATE INDEX fact_other ON fact (other) WHERE other IS NOT NULL;
    CREATE INDEX work_year ON work (year);
    CREATE UNIQUE INDEX work_key ON work (key);
    CREATE INDEX work_digest ON work (digest) WHERE body IS NOT NULL;
    CREATE VIRTUAL TABLE words USING fts5(
        title, people, journal, annotation, tags, note, marks,
        content='work', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
    INSERT INTO words(words, rank) VALUES ('hashsize', 16777216);
    CREATE TRIGGER work_added AFTER INSERT ON work BEGIN
        INSERT INTO words(rowid, title, people, journal, annotation, tags, note, marks) VALUES (
            new.id, new.title, new.people, new.journal, new.annotation, new.tags, new.note,
            new.marks);
    END;
    CREATE TRIGGER work_dropped AFTER DELETE ON work BEGIN
        INSERT INTO words(
            words, rowid, title, people, journal, annotation, tags, note, marks) VALUES (
            'delete', old.id, old.title, old.people, old.journal, old.annotation, old.tags,
            old.note, old.marks);
    END;
    CREATE TRIGGER change_stays BEFORE UPDATE ON change BEGIN
        SELECT RAISE(ABORT, 'the log only grows'); END;
    CREATE TRIGGER change_is_kept BEFORE DELETE ON change BEGIN
        SELECT RAISE(ABORT, 'the log only grows'); END;
    CREATE TRIGGER effect_stays BEFORE UPDATE ON effect BEGIN
        SELECT RAISE(ABORT, 'the log only grows'); END;
    CREATE TRIGGER effect_is_kept BEFORE DELETE ON effect BEGIN
        SELECT RAISE(ABORT, 'the log only grows'); END;
    CREATE TRIGGER record_is_kept BEFORE DELETE ON record BEGIN
        SELECT RAISE(ABORT, 'records are kept'); END;
    CREATE TRIGGER fact_is_kept BEFORE DELETE ON fact BEGIN
        SELECT RAISE(ABORT, 'facts are kept'); END;
    CREATE TRIGGER fact_stays
        BEFORE UPDATE OF kind, record, other, change, part, body ON fact BEGIN
        SELECT RAISE(ABORT, 'facts stay as they are'); END;
    CREATE TRIGGER record_stays BEFORE UPDATE OF id, change, digest ON record BEGIN
        SELECT RAISE(ABORT, 'records stay as they are'); END;
"""

_SECOND = """
    CREATE INDEX fact_key ON fact (body ->> '$.key') WHERE body ->> '$.key' NOT NULL;
"""
"""Keys that people gave are found. Were the index one of edits only (kind = 'edit'), SQLite would
prepare every statement that asks for a kind anew, each time it is run."""

_THIRD = """
    DROP TRIGGER work_added;
    DROP TRIGGER work_dropped;
    DROP TABLE words;
    ALTER TABLE work ADD COLUMN abstract TEXT NOT NULL DEFAULT '';
    UPDATE work SET abstract = abstract_of(
        coalesce(body, (SELECT body FROM record WHERE record.id = work.id)));
    CREATE VIRTUAL TABLE words USING fts5(
        title, people, journal, annotation, tags, note, marks, abstract,
        content='work', content_rowid='id', tokenize='unicode61 remove_diacritics 2');
    INSERT INTO words(words, rank) VALUES ('hashsize', 16777216);
    INSERT INTO words(words, rank) VALUES ('rank', 'bm25(20, 10, 5, 5, 10, 5, 0, 1)');
    INSERT INTO words(words) VALUES ('rebuild');
    CREATE TRIGGER work_added AFTER INSERT ON work BEGIN
        INSERT INTO words(
            rowid, title, people, journal, annotation, tags, note, marks, abstract) VALUES (
            new.id, new.title, new.people, new.journal, new.annotation, new.tags, new.note,
            new.marks, new.abstract);
    END;
    CREATE TRIGGER work_dropped AFTER DELETE ON work BEGIN
        INSERT INTO words(
            words, rowid, title, people, journal, annotation, tags, note, marks, abstract) VALUES (
            'delete', old.id, old.title, old.people, old.journal, old.annotation, old.tags,
            old.note, old.marks, old.abstract);
    END;
"""
"""Abstracts are searched, and weigh least. The more a column weighs, the more often a word must
stand in an abstract to come before it: https://sqlite.org/fts5.html#the_bm25_function."""

_FOURTH = "ALTER TABLE change ADD COLUMN seal BLOB;"
"""Changes are sealed: see `citeman.library.sealing`."""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND, _THIRD, _FOURTH)
"""What turns a file of version N into one of version N + 1. Only ever appended to.

They may call what `citeman.library.opening.migrate` gives them: `abstract_of` of a record's body.

`record` and `fact` are what the library holds, `change` and `effect` are its log: an effect puts
the records or facts from `first` to `last` in force, or out of it. `work` is computed from them,
and so is `words`, which searches it; `block` finds records that may be of one work."""
