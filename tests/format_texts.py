"""One small file in every format that is read, of two records each, and some that are none."""

TEXTS = {
    "ris": """\
1.
TY  - JOUR
AU  - Roe, Ann
TI  - A small series
T2  - Annals of Small Works
PY  - 2003
DA  - 2003/05/04
VL  - 24
SP  - 291
EP  - 4
DO  - 10.1000/small.3
AB  - One line,
and another.
KW  - small
KW  - works
ER  -

2.
TY  - BOOK
AU  - Poe, Bill
TI  - Larger works
PY  - 2004
ER  -
""",
    "refer": """\
%0 Journal Article
%A Roe, Ann
%T A small series
%J Annals of Small Works
%V 24
%P 291-4
%D 2003
%8 May 4
%R 10.1000/small.3
%X One line,
and another.

%0 Book
%A Poe, Bill
%T Larger works
%D 2004
""",
    "wos": """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Roe, A
AF Roe, Ann
TI A small series of
   works
SO ANNALS OF SMALL WORKS
PY 2003
VL 24
BP 291
EP 4
DI 10.1000/small.3
ER

PT B
AU Poe, B
TI Larger works
PY 2004
ER

EF
""",
    "nbib": """\
PMID- 12974198
OWN - NLM
IS  - 0306-4530 (Print)
VI  - 24
DP  - 2003 May 4
TI  - A small series of
      works.
PG  - 291-4
AB  - One line.
FAU - Roe, Ann
AU  - Roe A
JT  - Annals of small works
AID - 10.1000/small.3 [doi]

PMID- 12974199
DP  - 2004
TI  - Larger works.
FAU - Poe, Bill
JT  - Annals of small works
""",
    "endnote-xml": """\
<?xml version="1.0" encoding="UTF-8"?>
<xml><records><record><database name="a.enl">a.enl</database><rec-number>1</rec-number>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Roe, Ann</style></author></authors>
</contributors><titles>
<title><style face="normal">A small series in </style><style face="italic">E. coli</style>
</title><secondary-title>Annals of Small Works</secondary-title></titles>
<periodical><full-title>Annals of Small Works</full-title>
<abbr-1>Ann Small Work</abbr-1></periodical>
<pages>291-4</pages><volume>24</volume><dates><year>2003</year>
<pub-dates><date>May 4</date></pub-dates></dates><keywords><keyword>small</keyword></keywords>
<electronic-resource-num>10.1000/small.3</electronic-resource-num><label>roe2003</label>
<remote-database-name>PubMed</remote-database-name><accession-num>12974198</accession-num>
<custom2>PMC1234567</custom2><research-notes>Worth reading.</research-notes><size>small</size>
</record>
<record><ref-type name="Book">6</ref-type>
<contributors><authors><author>Poe, Bill</author></authors>
</contributors><titles><title>Larger works</title></titles>
<dates><year>2004</year></dates></record>
</records></xml>
""",
    "pubmed-xml": """\
<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN"
 "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">12974198</PMID><Article><Journal>
<JournalIssue><Volume>24</Volume><PubDate><Year>2003</Year><Month>May</Month></PubDate></JournalIssue>
<Title>Annals of small works</Title></Journal><ArticleTitle>A small <i>series</i>.</ArticleTitle>
<Pagination><MedlinePgn>291-4</MedlinePgn></Pagination>
<AuthorList CompleteYN="Y"><Author><LastName>Roe</LastName>
<ForeName>Ann</ForeName></Author></AuthorList>
</Article></MedlineCitation><PubmedData><ArticleIdList>
<ArticleId IdType="doi">10.1000/small.3</ArticleId></ArticleIdList></PubmedData></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID Version="1">12974199</PMID><Article><Journal>
<JournalIssue><PubDate><Year>2004</Year></PubDate></JournalIssue>
<Title>Annals of small works</Title></Journal>
<ArticleTitle>Larger works.</ArticleTitle></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
""",
    "mods": """\
<?xml version="1.0" encoding="UTF-8"?>
<modsCollection xmlns="http://www.loc.gov/mods/v3">
<mods ID="roe2003"><titleInfo><nonSort>A</nonSort><title>small series</title>
<subTitle>an essay</subTitle></titleInfo>
<name type="personal"><namePart type="family">Roe</namePart><namePart type="given">Ann</namePart>
<role><roleTerm authority="marcrelator" type="code">aut</roleTerm></role></name>
<genre>journal article</genre><identifier type="doi">10.1000/small.3</identifier>
<relatedItem type="host"><titleInfo><title>Annals of Small Works</title></titleInfo>
<originInfo><dateIssued>2003-05</dateIssued><issuance>continuing</issuance></originInfo>
<part><detail type="volume"><number>24</number></detail>
<extent unit="pages"><start>291</start><end>294</end></extent></part></relatedItem></mods>
<mods><titleInfo><title>Larger works</title></titleInfo><name type="personal">
<namePart>Poe, Bill</namePart><role><roleTerm type="text">Editor</roleTerm></role></name>
<originInfo><place><placeTerm type="text">Oxford</placeTerm></place>
<publisher>Small Press</publisher>
<dateIssued encoding="w3cdtf">2004</dateIssued><issuance>monographic</issuance></originInfo>
<classification authority="lcc">QA1</classification></mods>
</modsCollection>
""",
    "word-sources": """\
<?xml version="1.0" encoding="utf-8"?>
<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">
<b:Source><b:Tag>roe2003</b:Tag><b:SourceType>JournalArticle</b:SourceType>
<b:Title>A small series</b:Title><b:JournalName>Annals of Small Works</b:JournalName>
<b:Year>2003</b:Year><b:Volume>24</b:Volume><b:Pages>291-4</b:Pages>
<b:Author><b:Author><b:NameList><b:Person><b:Last>Roe</b:Last><b:First>Ann</b:First></b:Person>
</b:NameList></b:Author></b:Author></b:Source>
<b:Source><b:Tag>poe2004</b:Tag><b:SourceType>Book</b:SourceType><b:Title>Larger works</b:Title>
<b:Year>2004</b:Year></b:Source>
</b:Sources>
""",
    "bibtex": """\
@article{roe2003,
  author = {Roe, Ann},
  title = {A small series},
  journal = {Annals of Small Works},
  year = {2003}, volume = {24}, pages = {291--4}
}

@book{poe2004,
  author = {Poe, Bill},
  title = {Larger works},
  year = {2004}
}
""",
    "csl-json": """\
[
  {"id": "roe2003", "type": "article-journal", "title": "A small series", "volume": 24,
   "author": [{"family": "Roe", "given": "Ann"}], "issued": {"date-parts": [[2003, 5, 4]]}},
  {"id": "poe2004", "type": "book", "title": "Larger works"}
]
""",
    "jsonl": """\
{"id": "roe2003", "type": "article-journal", "title": "A small series", "volume": "24"}
{"id": "poe2004", "type": "book", "title": "Larger works"}
""",
    "csl-yaml": """\
---
references:
- id: roe2003
  type: article-journal
  title: A small series
  volume: 24
  author:
  - family: Roe
    given: Ann
- id: poe2004
  type: book
  title: Larger works
...
""",
}

JATS = """\
<?xml version="1.0"?>
<article><front><article-meta><title-group><article-title>On small works</article-title>
</title-group></article-meta></front><back><ref-list><title>References</title>
<ref id="r1"><mixed-citation>Roe A. A small series. Ann Small Work. 2003; 24: 291.</mixed-citation>
</ref></ref-list></back></article>
"""

PROSE = {
    "a list of references": "References\n\n1. Roe A. A small series. Ann Work 2003; 24: 291-4.\n",
    "a mention of RIS": "Every entry begins with a line\nTY  - JOUR\nand ends with ER  - .\n",
    "a mention within a line": 'What follows "TY  - JOUR" is the entry; "%0 Book" begins Refer.\n',
    "a chapter on formats": "".join(f"This is sentence {n} on formats.\n" for n in range(30))
    + "TY  - JOUR\nTI  - An example\nER  -\n",
    "comments of LaTeX": "%T he title\nis set here.\n",
    "a mention of PubMed": "The number after PMID- 12974198 is PubMed's.\n",
    "an address": "PT Journal of the Lake\nSmall Street 3\n",
}
