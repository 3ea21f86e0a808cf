"""Sentences that speak of papers, or seem to; the papers: fixtures/mentions_library.json.

Every sentence is written for this table; the facts in it are those of the papers.
"""

from typing import NamedTuple


class Case(NamedTuple):
    """A text, the ids of the works it means, and the works that are not in the library."""

    text: str
    means: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


PAGE = "A page of news\n\n{day}\n\n{text}\n\nMore another day."


def dated(day: str, text: str) -> str:
    """Put a text on a page of a day."""
    return PAGE.format(day=day, text=text)


JOURNAL_AND_DATE = (
    Case(
        "An article published October 15, 2009 in the New England Journal of Medicine reports on "
        "interleukin-2 in people with HIV infection.",
        ("insight2009",),
    ),
    Case(
        "A study published in JAMA on 4 April 2017 followed preterm babies who had been given "
        "low-dose hydrocortisone.",
        ("baud2017",),
    ),
    Case(
        "In the NEJM of June 2, 2011, a study tested a gp100 vaccine against advanced melanoma.",
        ("schwartzentruber2011",),
    ),
    Case(
        "A review published in December 2020 in The Lancet Respiratory Medicine compared "
        "cytokine levels in severe COVID-19 with other inflammatory syndromes.",
        ("leisman2020",),
    ),
    Case(
        "In 2003, a paper in the New England Journal of Medicine described how the Veterans "
        "Affairs health care system had bettered its quality of care.",
        ("jha2003",),
    ),
    Case(
        "A 2013 study in PLoS One found that the best batters move the head with the ball and "
        "predict with their gaze.",
        ("mann2013",),
    ),
    Case(
        "The donanemab results, published in JAMA in August 2023, concern early symptomatic "
        "Alzheimer disease.",
        ("sims2023",),
    ),
    # the same words, another journal or another time: not the paper
    Case(
        "An article published October 15, 2009 in The Lancet reports on interleukin-2 in people "
        "with HIV infection."
    ),
    Case(
        "An article published May 7, 2005 in the New England Journal of Medicine reports on "
        "interleukin-2 in people with HIV infection."
    ),
    Case(
        "A study published in JAMA on 4 April 2017 looked at statins and muscle pain in runners."
    ),
)

PEOPLE = (
    Case("Fisher and colleagues (1989) saw reversible cholestasis.", ("fisher1989",)),
    Case("Cholestasis under interleukin-2 is reversible (Fisher et al., 1989).", ("fisher1989",)),
    Case("Angioedema has been described (Abraham & McGrath, 2003).", ("abraham2003",)),
    Case("Noble and Goa (1997) reviewed the drug.", ("noble1997",)),
    Case("Swelling is rare [Banerji 2006].", ("banerji2006",)),
    Case("Baldo wrote of side effects of cytokines in Drug Saf in 2014.", ("baldo2014",)),
    Case(
        "A team led by Dr. Naomi Markowitz reported in PLoS One in 2012 on the long-term effects "
        "of intermittent IL-2.",
        ("markowitz2012",),
    ),
    Case(
        "Face masks were the subject of an article by Trisha Greenhalgh in the BMJ in April 2020.",
        ("greenhalgh2020",),
    ),
    Case(
        "Schwartzentruber's team reported in the New England Journal of Medicine that a peptide "
        "vaccine helps against advanced melanoma.",
        ("schwartzentruber2011",),
    ),
    Case("Response rates rose with the dose (Yang et al. 2003).", ("yang2003",)),
    Case("Two reports (Fyfe et al., 1995; Atkins et al., 1999) led to approval.",
         ("fyfe1995", "atkins1999")),
    # the same people and another year, other people and the same year
    Case("Cholestasis under interleukin-2 is reversible (Fisher et al., 1998)."),
    Case("Angioedema has been described (Abraham & Jones, 2003)."),
    Case("Response rates rose with the dose (Yung et al. 2003)."),
    Case("The drug was reviewed before (Goa & Noble, 1997)."),
    Case("Masks were taken up again (Greenhalgh et al., 2022)."),
    Case("Swelling is rare [Banerji 2006].", without=("banerji2006",)),
)  # fmt: skip

ONE_GROUP = (
    Case("High-dose therapy was compared with subcutaneous IL-2 (McDermott et al., 2005).",
         ("mcdermott2005",)),
    Case("He sums up the use of high doses (McDermott, 2009).", ("mcdermott2009",)),
    Case("The select trial tried to predict response (McDermott et al., 2015).",
         ("mcdermott2015",)),
    Case("McDermott and colleagues have reported on high-dose interleukin-2 for kidney cancer."),
    Case("A paper by McDermott took up metastatic renal cell carcinoma."),
    Case("High-dose therapy was compared with subcutaneous IL-2 (McDermott et al., 2005).",
         without=("mcdermott2005",)),
    Case("The select trial tried to predict response (McDermott et al., 2015).",
         without=("mcdermott2015",)),
    Case("Olivier Baud and colleagues reported in JAMA in April 2017 on low-dose hydrocortisone "
         "and neurodevelopment at 2 years of age.", ("baud2017",)),
    Case("Olivier Baud and colleagues reported in The Lancet in 2016 on hydrocortisone and "
         "bronchopulmonary dysplasia.", ("baud2016",)),
    Case("Olivier Baud and colleagues reported in JAMA in April 2017 on low-dose hydrocortisone "
         "and neurodevelopment at 2 years of age.", without=("baud2017",)),
    Case("Olivier Baud and colleagues reported in The Lancet in 2016 on hydrocortisone and "
         "bronchopulmonary dysplasia.", without=("baud2016",)),
    Case("Baud and colleagues have studied hydrocortisone in extremely preterm infants."),
)  # fmt: skip

TRIALS = (
    Case("The ESPRIT trial tested interleukin-2 in HIV infection.", ("insight2009",)),
    Case("In SILCAAT and ESPRIT, two studies with 5,800 volunteers, interleukin-2 brought nothing."
         " The SILCAAT and ESPRIT studies appeared in NEJM in 2009.", ("insight2009",)),
    Case("The AIR2 trial of bronchial thermoplasty in severe asthma was sham-controlled.",
         ("castro2010",)),
    Case("The AIR2 trial published in the New England Journal of Medicine in 2010 was about "
         "bronchial thermoplasty."),
    Case("The FUTURE II Study Group wrote in the New England Journal of Medicine that the "
         "quadrivalent vaccine prevents cervical lesions.", ("future2",)),
    Case("The FUTURE I investigators wrote in the New England Journal of Medicine that the "
         "quadrivalent vaccine prevents anogenital diseases.", ("future1",)),
    Case("The FUTURE II Study Group wrote in the New England Journal of Medicine that the "
         "quadrivalent vaccine prevents cervical lesions.", without=("future2",)),
    Case("Treatment succeeded in nine of ten (Nix-TB, NEJM 2020).", ("conradie2020",)),
    Case("The ZeNix-TB trial, NEJM 2022, lowered the dose of linezolid in tuberculosis."),
    Case("The TRAILBLAZER-ALZ 2 trial of donanemab ended in 2023.", ("sims2023",)),
    Case("The TRAILBLAZER-ALZ 4 trial compared donanemab with aducanumab."),
    Case("The STALWART study followed HIV patients after intermittent IL-2.", ("markowitz2012",)),
    Case("The ESPRIT trial tested interleukin-2 in HIV infection.", without=("insight2009",)),
    Case("The PREMILOC trial gave hydrocortisone to extremely preterm infants."),
    Case("The START trial changed when HIV therapy begins."),
)  # fmt: skip

IDENTIFIERS = (
    Case("The same was seen before (PMID: 12974198).", ("abraham2003",)),
    Case("See https://pubmed.ncbi.nlm.nih.gov/25270293/ for a review.", ("baldo2014",)),
    Case("The trial (doi: 10.1001/jama.2023.13239) was stopped early.", ("sims2023",)),
    Case("Masks: https://doi.org/10.1136/bmj.m1435.", ("greenhalgh2020",)),
    Case("The same was seen before (PMID: 12974199)."),
    Case("Side effects of cytokines approved for therapy are known (PMID: 99999999)."),
    Case("The trial (doi: 10.1001/jama.2023.13239) was stopped early.", without=("sims2023",)),
)

RELATIVE_DATES = (
    Case(dated("October 16, 2009", "Interleukin-2 is no help in HIV infection, says an article "
               "published yesterday in The New England Journal of Medicine."), ("insight2009",)),
    Case(dated("April 10, 2020", "The public should wear face masks in the covid-19 crisis, an "
               "article in the BMJ said on Thursday."), ("greenhalgh2020",)),
    Case(dated("5 April 2017", "Low-dose hydrocortisone does preterm neonates no harm, according "
               "to a study published this week in JAMA."), ("baud2017",)),
    Case(dated("May 20, 2016", "Baud and colleagues reported in The Lancet last month that "
               "hydrocortisone prevents bronchopulmonary dysplasia."), ("baud2016",)),
    Case(dated("March 1, 2014", "Interleukin-2 is no help in HIV infection, says an article "
               "published yesterday in The New England Journal of Medicine.")),
    Case(dated("December 3, 2001", "A paper that came out last week in JAMA finds that preterm "
               "neonates do well with low-dose hydrocortisone.")),
    Case(dated("May 20, 2019", "Baud and colleagues reported in The Lancet last month that "
               "hydrocortisone prevents bronchopulmonary dysplasia.")),
    Case(dated("October 15, 2009", "SILCAAT and ESPRIT researchers reported earlier this year "
               "that interleukin-2 does not help people with HIV infection.")),
)  # fmt: skip

LOOSE = (
    Case("Klapper, Cancer 2008, high-dose interleukin-2, surgery branch", ("klapper2008",)),
    Case("Hauschild 2003 J Clin Oncol interferon alfa-2b melanoma", ("hauschild2003",)),
    Case("gp100 peptide vaccine and interleukin-2 in patients with advanced melanoma",
         ("schwartzentruber2011",)),
    Case("Side effects of cytokines approved for therapy. Drug Saf 2014", ("baldo2014",)),
    Case("Negrier et al., N Engl J Med 1998; interferon alfa-2a", ("negrier1998",)),
    Case("Clark JI et al. Clin Genitourin Cancer 2017", ("clark2017",)),
    Case("Klapper, Cancer 2008, high-dose interleukin-2, surgery branch",
         without=("klapper2008",)),
    Case("interleukin-2"),
)  # fmt: skip

NO_PAPER = (
    Case("Studies have shown that high-dose interleukin-2 can cure metastatic renal cell cancer."),
    Case("A number of studies show that interleukin-2 raises inflammation in HIV infection."),
    Case("The maker announced last week that donanemab will be sold for early Alzheimer disease."),
    Case("The New England Journal of Medicine was founded in 1812."),
    Case("She has read JAMA and The Lancet every week since 2009."),
    Case("Donanemab in early symptomatic Alzheimer disease was the topic of a talk at the annual "
         "meeting in Amsterdam in 2023."),
    Case("Sims and colleagues presented donanemab data at the conference in July 2023."),
    Case("Earlier this year, experts spoke out for face masks for the public."),
    Case("Interleukin-2 therapy in patients with HIV infection is no longer used."),
    Case("Experts say that preterm infants should be given hydrocortisone early."),
    Case("In a press release of 2011, the company said its gp100 vaccine had failed in melanoma."),
    Case("The PLoS One editors met in 2013 to talk about fees."),
    Case("Ted Williams was the best of batters: his eye was always on the ball."),
)  # fmt: skip

GROUPS = {
    "journal and date": JOURNAL_AND_DATE,
    "people": PEOPLE,
    "one group, several papers": ONE_GROUP,
    "trials": TRIALS,
    "identifiers": IDENTIFIERS,
    "dates relative to the page": RELATIVE_DATES,
    "loose citations": LOOSE,
    "no paper": NO_PAPER,
}
CASES = [(group, case) for group, cases in GROUPS.items() for case in cases]
