"""How common a word is in the titles of clinical papers, where few works are at hand to count."""

from functools import cache

from citeman.mentions.words import stem

RARE = 1e-3
"""The share of titles that have a word which is not in the table."""

_TIERS = {
    0.05: """
        adults cancer care children controlled disease disorders efficacy factors health
        impact interventions management outcomes randomized risk safety surgery therapy
        treatment
    """,
    0.02: """
        activity acute adolescents approach assessment case cell chronic cognitive
        critical depression development diabetes diagnosis effectiveness following
        guidelines improve infection inhibitors injury models network older pain
        physical practice prediction prevalence prevention protocol quality related role
        surgical syndrome systemic type versus women
    """,
    0.01: """
        advanced application artery biomarkers blood brain breast carcinoma cardiac
        cardiovascular changes cohort colorectal combined community comparative
        comparison complications comprehensive control coronary countries current
        detection diagnostic dose drug education evaluation exercise experiences
        exposure failure fractures function functional future gene global healthcare
        heart human imaging immune implant implementation incidence individuals induced
        inflammatory influence information kidney knee learning levels life liver lung
        measures mental methods mortality multiple nursing obesity oral pediatric
        performance perspectives population post postoperative potential pregnancy
        primary prognostic pulmonary qualitative rates recommendations reduce
        rehabilitation relationship response screening self services severe sleep social
        spinal state stress stroke support survival symptoms synthesis targeted
        techniques technology term testing therapeutic tools total training
        transplantation tumor vaccine value
    """,
    0.005: """
        accuracy acid adherence adverse affect africa age agents alcohol alzheimers
        american animal anterior anti anxiety aortic arthritis arthroplasty artificial
        assisted atrial barriers behavior behaviour benefits best biological body bone
        bowel burden cause central cerebral cervical challenges characteristics
        checkpoint chemotherapy child childhood china chinese comparing conditions
        consensus consumption correction cost cross decision deep delivery dementia
        dental design devices diet dietary differences digital direct disability
        dysfunction economic effective emergency endoscopic enhanced epidemiology events
        expression family fatty fibrillation food framework gastric gastrointestinal
        general genetic glucose growth guided head hip hiv hypertension impairment
        implications income increased index infants intelligence intensive international
        invasive ischemic joint knowledge laparoscopic limb living local loss machine
        magnetic major mapping maternal measurement mechanisms medication mellitus
        metabolic metastases metastatic methodological middle mixed mobile molecular
        monitoring muscle national natural neck needs neonatal nerve novel nutrition
        observational obstructive oncology open organ osteoarthritis pancreatic parents
        parkinsons patterns perceptions percutaneous peripheral persons pharmacological
        polymorphisms positive pre pressure procedures products professionals profile
        prognosis programs progression promoting prospective prostate protein providers
        psychological public randomised rapid reality receptor reconstruction recovery
        regional renal repair replacement resection resistance respiratory retrospective
        robotic sclerosis score secondary selection series settings sex sexual short
        society specific spectrum stage standard status stem stimulation structural
        students suicide supplementation survey thyroid time tissue trauma traumatic
        ultrasound undergoing understanding urinary utility validation virus vitamin
        weight workers wound young
    """,
}
"""Shares of titles, to the nearest step, among 41,161 citations from PubMed; words that stand in
reviews alone ("scoping", "umbrella") are left out."""


def usual_share(stemmed: str) -> float:
    """Give the share of titles that have a word of this stem.

    >>> usual_share(stem("infections")), usual_share(stem("aldesleukin"))
    (0.02, 0.001)
    """
    return _shares().get(stemmed, RARE)


@cache
def _shares() -> dict[str, float]:
    tiers = sorted(_TIERS.items())
    return {stem(word): share for share, words in tiers for word in words.split()}
