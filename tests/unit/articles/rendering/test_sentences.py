import pytest

from articles.rendering.sentences import sentence_spans, split_sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Shown in Fig. 2 and Table 3.",
        "Modi et al. in 2022 showed it.",
        "Modi et al. Trastuzumab deruxtecan in breast cancer.",
        "Response was 0.5 vs. 0.3.",
        "Biomarkers, e.g. HER2, i.e. ErbB2, matter.",
        "St. Louis was first.",
        "Published in N. Engl. J. Med. 2022.",
        "J. Smith and Dr. Jones agree.",
        "The U.S. Food and Drug Administration said so.",
        "It cost approx. 3.5 million.",
        "See Figs. 2 and 3.",
        "Nos. 1 and 2 failed.",
        "ClinicalTrials.gov lists it.",
        "Roche Holding Ltd. Basel said so.",
        "He asked why... and left.",
        "The Yahoo! deal closed.",
        "No stop at all",
        "Was it “enough?” he asked.",
    ],
)
def test_a_sentence_is_not_cut_at_an_abbreviation_or_number(sentence):
    assert split_sentences(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Is it? Yes! Good.", ["Is it?", "Yes!", "Good."]),
        ("“It works.” She left.", ["“It works.”", "She left."]),
        ("It works (PMID: 33577784). HER2 matters.", ["It works (PMID: 33577784).", "HER2 matters."]),
        ("Shown by Modi et al. The trial ended.", ["Shown by Modi et al.", "The trial ended."]),
        ("It rose in the U.S. The rest fell.", ["It rose in the U.S.", "The rest fell."]),
        ("In 1998. 2001 followed.", ["In 1998.", "2001 followed."]),
        ("  One.\n\nTwo.  ", ["One.", "Two."]),
        ("Wait… What?", ["Wait…", "What?"]),
        ("", []),
        ("...", ["..."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, sentences):
    assert split_sentences(text) == sentences


def test_spans_point_into_the_text():
    text = " One. Two."

    assert [text[start:end] for start, end in sentence_spans(text)] == ["One.", "Two."]
