"""Countries by their ISO 3166-1 alpha-2 codes, and what people write instead of them."""

from __future__ import annotations

import difflib
import re

_NAMES = """
    AD Andorra; AE United Arab Emirates; AF Afghanistan; AG Antigua and Barbuda; AI Anguilla; AL
    Albania; AM Armenia; AO Angola; AQ Antarctica; AR Argentina; AS Samoa (American); AT Austria; AU
    Australia; AW Aruba; AX Åland Islands; AZ Azerbaijan; BA Bosnia and Herzegovina; BB Barbados; BD
    Bangladesh; BE Belgium; BF Burkina Faso; BG Bulgaria; BH Bahrain; BI Burundi; BJ Benin; BL St
    Barthelemy; BM Bermuda; BN Brunei; BO Bolivia; BQ Caribbean NL; BR Brazil; BS Bahamas; BT Bhutan; BV
    Bouvet Island; BW Botswana; BY Belarus; BZ Belize; CA Canada; CC Cocos (Keeling) Islands; CD Congo
    (Dem. Rep.); CF Central African Rep.; CG Congo (Rep.); CH Switzerland; CI Côte d'Ivoire; CK Cook
    Islands; CL Chile; CM Cameroon; CN China; CO Colombia; CR Costa Rica; CU Cuba; CV Cape Verde; CW
    Curaçao; CX Christmas Island; CY Cyprus; CZ Czech Republic; DE Germany; DJ Djibouti; DK Denmark; DM
    Dominica; DO Dominican Republic; DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; EH Western Sahara; ER
    Eritrea; ES Spain; ET Ethiopia; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe
    Islands; FR France; GA Gabon; GB Britain (UK); GD Grenada; GE Georgia; GF French Guiana; GG
    Guernsey; GH Ghana; GI Gibraltar; GL Greenland; GM Gambia; GN Guinea; GP Guadeloupe; GQ Equatorial
    Guinea; GR Greece; GS South Georgia and the South Sandwich Islands; GT Guatemala; GU Guam; GW
    Guinea-Bissau; GY Guyana; HK Hong Kong; HM Heard Island and McDonald Islands; HN Honduras; HR
    Croatia; HT Haiti; HU Hungary; ID Indonesia; IE Ireland; IL Israel; IM Isle of Man; IN India; IO
    British Indian Ocean Territory; IQ Iraq; IR Iran; IS Iceland; IT Italy; JE Jersey; JM Jamaica; JO
    Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KI Kiribati; KM Comoros; KN St Kitts and
    Nevis; KP Korea (North); KR Korea (South); KW Kuwait; KY Cayman Islands; KZ Kazakhstan; LA Laos; LB
    Lebanon; LC St Lucia; LI Liechtenstein; LK Sri Lanka; LR Liberia; LS Lesotho; LT Lithuania; LU
    Luxembourg; LV Latvia; LY Libya; MA Morocco; MC Monaco; MD Moldova; ME Montenegro; MF St Martin
    (French); MG Madagascar; MH Marshall Islands; MK North Macedonia; ML Mali; MM Myanmar (Burma); MN
    Mongolia; MO Macau; MP Northern Mariana Islands; MQ Martinique; MR Mauritania; MS Montserrat; MT
    Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; NA Namibia; NC
    New Caledonia; NE Niger; NF Norfolk Island; NG Nigeria; NI Nicaragua; NL Netherlands; NO Norway; NP
    Nepal; NR Nauru; NU Niue; NZ New Zealand; OM Oman; PA Panama; PE Peru; PF French Polynesia; PG Papua
    New Guinea; PH Philippines; PK Pakistan; PL Poland; PM St Pierre and Miquelon; PN Pitcairn; PR
    Puerto Rico; PS Palestine; PT Portugal; PW Palau; PY Paraguay; QA Qatar; RE Réunion; RO Romania; RS
    Serbia; RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SD Sudan; SE
    Sweden; SG Singapore; SH St Helena; SI Slovenia; SJ Svalbard and Jan Mayen; SK Slovakia; SL Sierra
    Leone; SM San Marino; SN Senegal; SO Somalia; SR Suriname; SS South Sudan; ST Sao Tome and Principe;
    SV El Salvador; SX St Maarten (Dutch); SY Syria; SZ Eswatini (Swaziland); TC Turks and Caicos Is; TD
    Chad; TF French S. Terr.; TG Togo; TH Thailand; TJ Tajikistan; TK Tokelau; TL East Timor; TM
    Turkmenistan; TN Tunisia; TO Tonga; TR Turkey; TT Trinidad and Tobago; TV Tuvalu; TW Taiwan; TZ
    Tanzania; UA Ukraine; UG Uganda; UM US minor outlying islands; US United States; UY Uruguay; UZ
    Uzbekistan; VA Vatican City; VC St Vincent; VE Venezuela; VG Virgin Islands (UK); VI Virgin Islands
    (US); VN Vietnam; VU Vanuatu; WF Wallis and Futuna; WS Samoa (western); XK Kosovo; YE Yemen; YT
    Mayotte; ZA South Africa; ZM Zambia; ZW Zimbabwe
"""

COUNTRIES = dict(line.split(" ", 1) for line in " ".join(_NAMES.split()).split("; "))
"""Code → English name: ISO 3166-1, and XK, which everybody uses for Kosovo."""

_OTHERWISE = {
    "burma": "MM", "congo": "CD", "drc": "CD", "el": "GR", "england": "GB", "gaza": "PS", "great britain": "GB",
    "ivory coast": "CI", "korea": "KR", "north korea": "KP", "persia": "IR", "scotland": "GB", "south korea": "KR",
    "turkey": "TR", "türkiye": "TR", "uae": "AE", "uk": "GB", "united kingdom": "GB", "usa": "US", "vatican": "VA",
    "west bank": "PS",
}  # fmt: skip
_ALPHA_3 = {
    "AFG": "AF", "ARE": "AE", "AUT": "AT", "BGD": "BD", "BIH": "BA", "BLR": "BY", "CAF": "CF", "CHN": "CN", "CIV": "CI",
    "COD": "CD", "DEU": "DE", "DNK": "DK", "ESP": "ES", "EST": "EE", "GIN": "GN", "IRL": "IE", "IRN": "IR", "IRQ": "IQ",
    "ISR": "IL", "KOR": "KR", "LBN": "LB", "LBY": "LY", "MDA": "MD", "MEX": "MX", "MLI": "ML", "MMR": "MM", "MOZ": "MZ",
    "NER": "NE", "NGA": "NG", "PAK": "PK", "POL": "PL", "PRK": "KP", "PRT": "PT", "PSE": "PS", "SDN": "SD", "SRB": "RS",
    "SSD": "SS", "SVK": "SK", "SVN": "SI", "SWE": "SE", "SYR": "SY", "TCD": "TD", "TUR": "TR", "UKR": "UA", "URY": "UY",
    "USA": "US", "YEM": "YE",
}  # fmt: skip
"""Those three-letter codes that do not begin with the two letters, or are met often."""


def code_meant(text: str) -> str:
    """The code that a word seems to mean: «ir», «IRN», «Iran», «Irna»; empty where none does."""
    word = " ".join(re.split(r"[\s_-]+", text.strip()))
    upper, folded = word.upper(), word.casefold()
    names = {name.casefold(): code for code, name in COUNTRIES.items()} | _OTHERWISE
    if folded in names:
        return names[folded]
    if upper in COUNTRIES:
        return upper
    if upper in _ALPHA_3:
        return _ALPHA_3[upper]
    near = difflib.get_close_matches(folded, names, n=1, cutoff=0.75) if len(word) > 3 else []
    return names[near[0]] if near else ""
