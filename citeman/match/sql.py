"""The blocks of `citeman.match.blocks` as SQL, for engines that hold more than one machine can.

Nothing but what DuckDB and Spark both understand, so that each runs these texts as they are. They
read the tables `facts` (`ref`, a number that orders the references, and the fields of `Facts`, ""
where a reference does not say) and `keys` (`ref` and `key`: every key of every reference once).
Strings are compared byte by byte, as both engines do unless told otherwise.
"""

from collections.abc import Mapping

from citeman.match.blocks import LARGEST
from citeman.match.facts import Facts

BLOCKS: Mapping[str, str] = {
    "sizes": "SELECT key, count(*) AS size FROM keys GROUP BY key HAVING count(*) > 1",
    "small": f"""
        SELECT keys.key, keys.ref
        FROM keys JOIN sizes ON sizes.key = keys.key
        WHERE sizes.size <= {LARGEST}
        """,
    "crowded": f"""
        SELECT keys.key, facts.ref, facts.title, facts.page, facts.lead
        FROM keys JOIN sizes ON sizes.key = keys.key JOIN facts ON facts.ref = keys.ref
        WHERE sizes.size > {LARGEST}
        """,
    "rarer": """
        SELECT key, '' AS field, '' AS value, ref, title FROM crowded
        UNION ALL
        SELECT key, 'page' AS field, page AS value, ref, title FROM crowded WHERE page <> ''
        UNION ALL
        SELECT key, 'lead' AS field, lead AS value, ref, title FROM crowded WHERE lead <> ''
        """,
    "placed": """
        SELECT key, field, value, ref,
            count(*) OVER (PARTITION BY key, field, value) AS size,
            lead(ref, 1) OVER (PARTITION BY key, field, value ORDER BY title, ref) AS following,
            lead(ref, 2) OVER (PARTITION BY key, field, value ORDER BY title, ref) AS next_but_one
        FROM rarer
        """,
    "pairs": f"""
        SELECT one.ref AS one, other.ref AS other
        FROM small AS one JOIN small AS other ON other.key = one.key AND one.ref < other.ref
        UNION
        SELECT one.ref, other.ref
        FROM placed AS one JOIN placed AS other
            ON other.key = one.key AND other.field = one.field AND other.value = one.value
            AND one.ref < other.ref
        WHERE one.size <= {LARGEST} AND other.size <= {LARGEST}
        UNION
        SELECT least(ref, following), greatest(ref, following)
        FROM placed WHERE size > {LARGEST} AND following IS NOT NULL
        UNION
        SELECT least(ref, next_but_one), greatest(ref, next_but_one)
        FROM placed WHERE size > {LARGEST} AND next_but_one IS NOT NULL
        """,
}
"""Name of a table -> the query that makes it, in the order in which they are made.

The last, `pairs`, says which references are worth comparing: each pair once, `one` before `other`.
What shares a key with too many is paired where it shares first page or first author too, and with
its neighbours in the order of titles, so no key makes work without bound."""

SIDES = f"""
SELECT pairs.one, pairs.other,
    {", ".join(f"a.{field} AS one_{field}" for field in Facts._fields)},
    {", ".join(f"b.{field} AS other_{field}" for field in Facts._fields)}
FROM pairs JOIN facts AS a ON a.ref = pairs.one JOIN facts AS b ON b.ref = pairs.other
"""
"""The facts of both sides of all `pairs`, as `citeman.match.batches` weighs them."""

MEMBERS = f"""
SELECT members.component, members.ref, {", ".join(f"facts.{field}" for field in Facts._fields)}
FROM members JOIN facts ON facts.ref = members.ref
ORDER BY members.component, members.ref
"""
"""The facts of the references in a table `members` (`component`, `ref`), components together."""
