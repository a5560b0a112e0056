"""WHOIS answers about invented names, written in the manner of many registries and registrars.

Each carries traps of its layout: dates and countries of contacts, hosts and registrars.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An answer, and what it says."""

    domain: str
    text: str
    created: str | None = None
    expires: str | None = None
    registrar: str | None = None
    country: str | None = None


SAMPLES = {
    "gtld": Sample(
        domain="pharmacy-one.com",
        created="2021-03-04",
        expires="2026-03-04",
        registrar="Example Registrar, Inc.",
        country="PL",
        text="""\
Domain Name: PHARMACY-ONE.COM
Registry Domain ID: 1234567_DOMAIN_COM-VRSN
Registrar WHOIS Server: whois.registrar.example
Registrar URL: http://www.registrar.example
Updated Date: 2024-02-02T10:00:00Z
Creation Date: 2021-03-04T05:06:07Z
Registrar Registration Expiration Date: 2026-03-04T05:06:07Z
Registrar: Example Registrar, Inc.
Registrar IANA ID: 9999
Reseller:
Domain Status: clientTransferProhibited https://icann.org/epp#clientTransferProhibited
Registrant Name: REDACTED FOR PRIVACY
Registrant Organization: Apteka Jeden Sp. z o.o.
Registrant Country: PL
Admin Country: US
Tech Country: DE
Name Server: NS1.EXAMPLE.NET
Name Server: NS2.EXAMPLE.NET
DNSSEC: unsigned
""",
    ),
    "thin registry": Sample(
        domain="pharmacy-two.net",
        created="2019-08-07",
        expires="2027-08-07",
        registrar="EXAMPLE NAMES LLC",
        text="""\
   Domain Name: PHARMACY-TWO.NET
   Registrar WHOIS Server: whois.names.example
   Updated Date: 2024-08-01T01:02:03Z
   Creation Date: 2019-08-07T01:02:03Z
   Registry Expiry Date: 2027-08-07T01:02:03Z
   Registrar: EXAMPLE NAMES LLC
   Name Server: NS1.EXAMPLE.NET
   DNSSEC: unsigned
>>> Last update of whois database: 2025-01-01T00:00:00Z <<<

NOTICE: The expiration date displayed in this record is the date the
registrar's sponsorship of the domain name registration in the registry is
currently set to expire.
""",
    ),
    "uk": Sample(
        domain="invented-chemist.co.uk",
        created="2012-04-18",
        expires="2026-04-18",
        registrar="Some Names Ltd t/a Names [Tag = SOMENAMES]",
        country="GB",
        text="""\

    Domain name:
        invented-chemist.co.uk

    Registrant:
        Invented Chemist Ltd

    Registrant type:
        UK Limited Company, (Company number: 1234567)

    Registrant's address:
        1 High Street
        Leeds
        LS1 1AA
        United Kingdom

    Registrar:
        Some Names Ltd t/a Names [Tag = SOMENAMES]
        URL: http://www.names.example

    Relevant dates:
        Registered on: 18-Apr-2012
        Expiry date:  18-Apr-2026
        Last updated:  03-Mar-2024

    Registration status:
        Registered until expiry date.

    Name servers:
        ns1.example.net

    WHOIS lookup made at 10:00:00 01-Jan-2025
""",
    ),
    "de": Sample(
        domain="erfundene-apotheke.de",
        text="""\
Domain: erfundene-apotheke.de
Nserver: ns1.example.net
Status: connect
Changed: 2018-03-12T21:44:25+01:00
""",
    ),
    "fr": Sample(
        domain="pharmacie-inventee.fr",
        created="2015-09-02",
        expires="2026-09-02",
        registrar="EXEMPLE SAS",
        country="BE",
        text="""\
%%
%% complete date format : YYYY-MM-DDThh:mm:ssZ
%%

domain:                        pharmacie-inventee.fr
status:                        ACTIVE
holder-c:                      PI100-FRNIC
admin-c:                       AD200-FRNIC
registrar:                     EXEMPLE SAS
Expiry Date:                   2026-09-02T10:00:00Z
created:                       2015-09-02T10:00:00Z
last-update:                   2024-09-02T10:00:00Z
source:                        FRNIC

registrar:                     EXEMPLE SAS
address:                       1 RUE X
country:                       FR
registered:                    1997-12-29T00:00:00Z
source:                        FRNIC

nic-hdl:                       AD200-FRNIC
type:                          PERSON
contact:                       Quelqu'un
country:                       FR
changed:                       2001-01-01T00:00:00Z
source:                        FRNIC

nic-hdl:                       PI100-FRNIC
type:                          ORGANIZATION
contact:                       Pharmacie Inventee
country:                       BE
source:                        FRNIC
""",
    ),
    "it": Sample(
        domain="farmacia-inventata.it",
        created="2016-05-11",
        expires="2026-05-11",
        registrar="Registrar Esempio S.p.A.",
        country="IT",
        text="""\
Domain:             farmacia-inventata.it
Status:             ok
Signed:             no
Created:            2016-05-11 10:00:00
Last Update:        2024-05-27 00:58:01
Expire Date:        2026-05-11

Registrant
  Organization:     Farmacia Inventata S.r.l.
  Address:          Via Roma 1
                    Bologna
                    40100
                    BO
                    IT
  Created:          1999-01-02 10:00:00
  Last Update:      2003-05-11 10:00:00

Admin Contact
  Name:             Mario Inventato
  Created:          1998-05-11 10:00:00

Registrar
  Organization:     Registrar Esempio S.p.A.
  Name:             ESEMPIO-REG
  Web:              http://www.registrar.example

Nameservers
  ns1.example.net
""",
    ),
    "cz without blank lines": Sample(
        domain="lekarna.cz",
        created="2008-03-20",
        expires="2027-03-20",
        registrar="REG-PRIKLAD",
        country="CZ",
        text="""\
domain:       lekarna.cz
registrant:   CID-1
admin-c:      CID-2
nsset:        NSS:EXAMPLE
registrar:    REG-PRIKLAD
registered:   20.03.2008 08:30:00
changed:      12.01.2017 16:58:49
expire:       20.03.2027
contact:      CID-2
name:         Nekdo
address:      Bratislava
address:      SK
created:      01.01.1999 10:00:00
contact:      CID-1
org:          Lekarna s.r.o.
address:      Brno
address:      CZ
created:      11.01.1998 14:42:32
nsset:        NSS:EXAMPLE
nserver:      ns1.example.net
created:      11.01.1997 14:42:32
""",
    ),
    "sk": Sample(
        domain="lekaren.sk",
        created="2013-10-14",
        expires="2026-10-14",
        registrar="Priklad, s. r. o.",
        country="SK",
        text="""\
Domain:                       lekaren.sk
Registrant:                   PRIK-0001
Admin Contact:                PRIK-0002
Registrar:                    PRIK-0009
Created:                      2013-10-14
Updated:                      2024-09-30
Valid Until:                  2026-10-14
Nameserver:                   ns1.example.net
EPP Status:                   ok

Registrar:                    PRIK-0009
Name:                         Priklad, s. r. o.
Organization:                 Priklad, s. r. o.
Country Code:                 CZ
Created:                      2004-09-01
Updated:                      2024-10-01

Contact:                      PRIK-0001
Name:                         Lekaren s.r.o.
Country Code:                 SK
Registrar:                    PRIK-0009
Created:                      2002-09-01
""",
    ),
    "ru": Sample(
        domain="apteka-vymysel.ru",
        created="2018-07-09",
        expires="2026-07-09",
        registrar="PRIMER-RU",
        text="""\
% TCI Whois Service.

domain:        APTEKA-VYMYSEL.RU
nserver:       ns1.example.net.
state:         REGISTERED, DELEGATED, VERIFIED
person:        Private Person
registrar:     PRIMER-RU
admin-contact: https://www.registrar.example/whois
created:       2018-07-09T21:00:00Z
paid-till:     2026-07-09T21:00:00Z
free-date:     2026-08-10
source:        TCI

Last updated on 2025-01-01T00:00:00Z
""",
    ),
    "jp": Sample(
        domain="kusuri.jp",
        created="2011-05-30",
        expires="2026-05-31",
        text="""\
[ JPRS database provides information on network administration. ]

Domain Information:
[Domain Name]                   KUSURI.JP

[Registrant]                    Kusuri Inc.

[Name Server]                   ns1.example.net
[Signing Key]

[Created on]                    2011/05/30
[Expires on]                    2026/05/31
[Status]                        Active
[Last Updated]                  2024/06/01 01:05:09 (JST)

Contact Information:
[Name]                          Kusuri Inc.
[Email]                         hostmaster@example.net
[Postal Address]                1-1 Chiyoda
""",
    ),
    "kr in two languages": Sample(
        domain="yak.kr",
        created="2012-05-19",
        expires="2026-05-19",
        registrar="Inames Co., Ltd.(http://www.inames.example)",
        text="""\
query : yak.kr

# KOREAN(UTF-8)

도메인이름                  : yak.kr
등록인                      : 약국
등록일                      : 2012. 05. 19.
최근 정보 변경일            : 2017. 10. 17.
사용 종료일                 : 2026. 05. 19.
등록대행자                  : 아이네임즈(http://www.inames.example)

# ENGLISH

Domain Name                 : yak.kr
Registrant                  : Yakguk
Registered Date             : 2012. 05. 19.
Last Updated Date           : 2017. 10. 17.
Expiration Date             : 2026. 05. 19.
Authorized Agency           : Inames Co., Ltd.(http://www.inames.example)
""",
    ),
    "br": Sample(
        domain="farmacia-inventada.com.br",
        created="2014-02-11",
        expires="2027-02-11",
        country="BR",
        text="""\
% Copyright (c) Nic.br

domain:      farmacia-inventada.com.br
owner:       Farmacia Inventada Ltda
ownerid:     00.000.000/0001-00
country:     BR
owner-c:     FAINV1
nserver:     ns1.example.net
nsstat:      20240101 AA
created:     20140211 #12345678
changed:     20240111
expires:     20270211
status:      published

nic-hdl-br:  FAINV1
person:      Alguem
created:     20020101
changed:     20050101
""",
    ),
    "fi": Sample(
        domain="apteekki.fi",
        created="2015-12-05",
        expires="2026-12-15",
        registrar="Esimerkki Oy",
        country="SE",
        text="""\
domain.............: apteekki.fi
status.............: Registered
created............: 5.12.2015 09:48:01
expires............: 15.12.2026 09:37:54
modified...........: 19.2.2024

Nameservers

nserver............: ns1.example.net [OK]

Holder

name...............: Apotek AB
country............: Sweden
holder email.......:

Registrar

registrar..........: Esimerkki Oy
country............: Finland
www................: www.esimerkki.example
""",
    ),
    "se": Sample(
        domain="apotek-pahittat.se",
        created="2010-11-25",
        expires="2026-11-25",
        registrar="Exempel AB",
        text="""\
# Copyright (c) 1997- The Swedish Internet Foundation.
state:            active
domain:           apotek-pahittat.se
holder:           exempl0001-00001
created:          2010-11-25
modified:         2024-10-12
expires:          2026-11-25
nserver:          ns1.example.net 192.0.2.1
dnssec:           unsigned delegation
status:           ok
registrar:        Exempel AB
""",
    ),
    "nl": Sample(
        domain="apotheek.nl",
        created="2005-05-27",
        registrar="Voorbeeld B.V.",
        text="""\
Domain name: apotheek.nl
Status:      active

Registrar:
   Voorbeeld B.V.
   Straat 1
   1234AB DELFT
   Netherlands

Abuse Contact:

Creation Date: 2005-05-27

Updated Date: 2021-03-03

DNSSEC:      yes

Domain nameservers:
   ns1.example.net

Record maintained by: SIDN BV
""",
    ),
    "be": Sample(
        domain="apotheek-x.be",
        created="2013-12-10",
        registrar="Voorbeeld NV",
        text="""\
% .be Whois Server 6.1
%
% (c) dns.be

Domain:\tapotheek-x.be
Status:\tNOT AVAILABLE
Registered:\tTue Dec 10 2013

Registrant:
\tNot shown, please visit www.dnsbelgium.be for webbased whois.

Registrar Technical Contacts:
\tOrganisation:\tSupport BVBA
\tLanguage:\ten

Registrar:
\tName:\t Voorbeeld NV
\tWebsite: http://www.registrar.example

Nameservers:
\tns1.example.net
""",
    ),
    "lv": Sample(
        domain="aptieka.lv",
        registrar="Piemers SIA",
        country="LV",
        text="""\
[Domain]
Domain: aptieka.lv
Status: active
Changed: 2024-03-01T10:00:00+02:00

[Holder]
Type: Legal person
Country: LV
Name: Aptieka SIA
Email: hostmaster@example.net

[Tech]
Type: Legal person
Country: EE
Name: Tehniki OU

[Registrar]
Type: Legal person
Country: DE
Name: Piemers SIA

[Nservers]
Nserver: ns1.example.net
""",
    ),
    "bg": Sample(
        domain="apteka-bg.bg",
        created="2009-06-16",
        expires="2026-06-15",
        country="BG",
        text="""\
DOMAIN NAME: apteka-bg.bg (apteka-bg.bg)
requested on: 15/03/2009 00:00:00 EET
processed from: 15/03/2009 10:00:00 EET
activated on: 16/06/2009 00:00:00 EEST
expires at: 15/06/2026 00:00:00 EEST
registration status: Registered

REGISTRANT:
Apteka OOD
ul. Nyakoya 1
SOFIA, 1000
BULGARIA

ADMINISTRATIVE CONTACT:
Nyakoi
SOFIA
BULGARIA

NAME SERVER INFORMATION:
ns1.example.net
""",
    ),
    "my": Sample(
        domain="farmasi.my",
        created="2008-06-11",
        expires="2026-06-11",
        country="MY",
        text="""\
Welcome to .my DOMAIN REGISTRY Whois Server

a [Domain Name]                 farmasi.my
b [Registration No.]            D1A000001
c [Record Created]              11-JUN-2008
d [Record Expired]              11-JUN-2026
e [Record Last Modified]        19-MAY-2024
f [Invoicing Party]             Seseorang
g [Registrant Code]             E000001
   Farmasi Sdn Bhd
   Kuala Lumpur
   Malaysia
""",
    ),
    "sg": Sample(
        domain="pharmacy-invented.sg",
        created="2005-01-03",
        expires="2026-01-03",
        registrar="CONTOH PTE. LTD.",
        text="""\
----------------------------------------------------------------------
 SGNIC WHOIS Server
----------------------------------------------------------------------

The following data is provided for information purposes only.

Registrar:              CONTOH PTE. LTD.

    Domain Name:        PHARMACY-INVENTED.SG
    Creation Date:      03-Jan-2005 00:00:00
    Modified Date:      21-Nov-2024 00:00:00
    Expiration Date:    03-Jan-2026 00:00:00
    Domain Status:      ok

    Registrant:

        Name:           INVENTED PHARMACY PTE LTD (SGNIC-ORG1)

    Administrative Contact:

        Name:           SOMEBODY (SGNIC-PER1)

    Name Servers:

        NS1.EXAMPLE.NET
""",
    ),
    "hk": Sample(
        domain="yeuk.hk",
        created="2019-06-24",
        expires="2026-06-24",
        registrar="Vidu Registration Company Limited",
        country="HK",
        text="""\
Domain Name:  YEUK.HK

Domain Status: Active

Registrar Name: Vidu Registration Company Limited

Registrar Contact Information: Email: enquiry@registrar.example

Registrant Contact Information:

Company English Name (It should be the same as the registered name): YEUK LIMITED
Address:  HK
Country: HK
Email: hostmaster@example.net
Domain Name Commencement Date: 24-06-2019
Expiry Date: 24-06-2026
Re-registration Status:  Complete

Administrative Contact Information:

Given name: SOME
Country: CN

Name Servers Information:

NS1.EXAMPLE.NET
""",
    ),
    "tw": Sample(
        domain="yao.com.tw",
        created="2016-02-24",
        expires="2026-02-24",
        registrar="Lizi GmbH",
        country="TW",
        text="""\
Domain Name: yao.com.tw
   Domain Status: ok
   Registrant:
      Yao Company
      Somebody  hostmaster@example.net
      Hsin-Chu, Taiwan, R.O.C.

   Administrative Contact:
      Somebody  hostmaster@example.net

   Record expires on 2026-02-24 (YYYY-MM-DD)
   Record created on 2016-02-24 (YYYY-MM-DD)

   Domain servers in listed order:
      ns1.example.net

Registration Service Provider: Lizi GmbH
""",
    ),
    "tr": Sample(
        domain="eczane.com.tr",
        created="2018-09-21",
        expires="2026-09-20",
        registrar="Ornek Bilisim A.Ş.",
        text="""\
** Domain Name: eczane.com.tr
Frozen Status: -

** Registrant:
   Hidden upon user request
   Hidden upon user request

** Registrar:
NIC Handle\t\t: orn14
Organization Name\t: Ornek Bilisim A.Ş.
Address\t\t\t: Ankara
Phone\t\t\t: 90-312-0000000

** Domain Servers:
ns1.example.net

** Additional Info:
Created on..............: 2018-Sep-21.
Expires on..............: 2026-Sep-20.
""",
    ),
    "month first": Sample(
        domain="apotheke.tk",
        created="2012-11-08",
        expires="2026-11-08",
        country="US",
        text="""\
   Domain name:
      APOTHEKE.TK

   Organisation:
      Somebody Inc
      Reno
      U.S.A.

   Domain Nameservers:
      NS1.EXAMPLE.NET

   Domain registered: 11/08/2012
   Record will expire on: 11/08/2026
""",
    ),
    "day first": Sample(
        domain="farmacia.sm",
        created="2013-04-03",
        country="SM",
        text="""\
Domain Name: farmacia.sm
Registration date: 03/04/2013
Last Update: 01/08/2018
Status: Active

Owner:
Farmacia Inventata S.r.l.
Via Uno 1
San Marino
SM
Phone: +378 000000

Technical Contact:
Qualcuno
Torino
IT

DNS Servers:
ns1.example.net
""",
    ),
    "pf, in French": Sample(
        domain="pharmacie.pf",
        created="2016-01-06",
        expires="2026-06-01",
        registrar=None,
        text="""\
Domain : pharmacie.pf
Created (JJ/MM/AAAA) : 06/01/2016
Last renewed (JJ/MM/AAAA) : 06/01/2024
Expire (JJ/MM/AAAA) : 01/06/2026
Name server 1 : ns1.example.net
Status : Active
Registrant Company Name : Pharmacie Inventee
""",
    ),
    "ve, in Spanish": Sample(
        domain="farmacia.com.ve",
        created="2012-06-05",
        expires="2026-05-06",
        text="""\
Servidor Whois del Centro de Información de Red de Venezuela

Nombre de Dominio: farmacia.com.ve

Titular:
   Farmacia Inventada
   Caracas

   Fecha de Vencimiento: 2026-05-06 00:00:00
   Ultima Actualización: 2024-11-17 21:16:31
   Fecha de Creación: 2012-06-05 00:00:00

   Estatus del dominio: ACTIVO

Servidor(es) de Nombres de Dominio:

   - ns1.example.net
""",
    ),
    "cl": Sample(
        domain="botica.cl",
        created="2017-10-22",
        expires="2026-11-20",
        registrar="NIC Chile",
        text="""\
%%
%% This is the NIC Chile Whois server (whois.nic.cl).
%%

Domain name: botica.cl
Registrant name: Botica Inventada
Registrant organisation:
Registrar name: NIC Chile
Registrar URL: https://www.registrar.example
Creation date: 2017-10-22 17:48:23 CLST
Expiration date: 2026-11-20 14:48:02 CLST
Name server: ns1.example.net
""",
    ),
    "sentences": Sample(
        domain="pharmacy-three.com",
        created="1999-03-15",
        expires="2026-03-15",
        text="""\
Registrant:
   Pharmacy Three
   1 Main Street
   Springfield, IL 62701
   US

   Domain Name: PHARMACY-THREE.COM

   Administrative Contact, Technical Contact:
      Somebody  hostmaster@example.net

   Record expires on 15-Mar-2026.
   Record created on 15-Mar-1999.
   Database last updated on 1-Jan-2025 00:00:00 EST.

   Domain servers in listed order:

   NS1.EXAMPLE.NET
""",
        country="US",
    ),
    "dotted, without colons": Sample(
        domain="pharmacy-four.com",
        created="2004-04-05",
        expires="2026-04-05",
        text="""\
Domain Name.......... pharmacy-four.com
  Creation Date........ 2004-04-05
  Registration Date.... 2011-08-09
  Expiry Date.......... 2026-04-05
  Organisation Name.... Pharmacy Four Pty Ltd
  Organisation Address. 1 Collins Street
  Organisation Address. AUSTRALIA

Admin Name........... Somebody
  Admin Address........ 1 Collins Street
""",
    ),
    "numbered registrant": Sample(
        domain="pharmacy-five.com",
        created="2000-12-13",
        expires="2026-12-13",
        registrar="EXAMPLE ONLINE SERVICES, INC.",
        country="GB",
        text="""\
Domain Name: PHARMACY-FIVE.COM
Registrar: EXAMPLE ONLINE SERVICES, INC.

Registrant [3146274]:
        Somebody hostmaster@example.net
        Pharmacy Five
        1 High Street
        Leeds
        LS1 1AA
        GB

Administrative Contact [3146274]:
        Somebody
        Paris
        FR

Record created on:        2000-12-13 09:22:11.0
Database last updated on: 2024-10-20 12:12:35.0
Domain Expires on:        2026-12-13 09:22:11.0
""",
    ),
    "short years": Sample(
        domain="pharmacy-six.com",
        created="2005-04-07",
        expires="2026-04-07",
        registrar="Example Names",
        text="""\
Registrant:
   Pharmacy Six

   Registered through: Example Names
   Domain Name: PHARMACY-SIX.COM
      Created on: 07-Apr-05
      Expires on: 07-Apr-26
      Last Updated on: 08-Apr-24
""",
    ),
    "key-systems": Sample(
        domain="pharmacy-seven.vg",
        created="2012-06-05",
        expires="2026-06-05",
        registrar="Example Inc.",
        country="US",
        text="""\
; The data in the WHOIS database is provided for information purposes only.

domain name: PHARMACY-SEVEN.VG
registrar: Example Inc.
url: www.registrar.example
status: clienttransferprohibited
created date: 2012-06-05 00:00:00
updated date: 2024-03-01 00:02:14
expiration date: 2026-06-05 00:00:00
owner-organization: Pharmacy Seven
owner-country: US
admin-country: GB
nameserver: ns1.example.net
""",
    ),
    "il": Sample(
        domain="bet-mirkahat.co.il",
        created="2009-06-05",
        expires="2026-06-05",
        registrar="Dugma Technologies Ltd",
        text="""\
query:        bet-mirkahat.co.il

reg-name:     bet-mirkahat
domain:       bet-mirkahat.co.il

descr:        Bet Mirkahat Ltd.
descr:        Israel
phone:        +972 0 0000000
admin-c:      DT-DA1-IL
nserver:      ns1.example.net
assigned:     05-06-2009
validity:     05-06-2026
DNSSEC:       unsigned
status:       Transfer Locked
changed:      registrar AT ns.il 19990605 (Assigned)

person:       Somebody
nic-hdl:      DT-DA1-IL
changed:      Managing Registrar 19980101

registrar name: Dugma Technologies Ltd
registrar info: http://www.registrar.example
""",
    ),
    "nz": Sample(
        domain="chemist-invented.co.nz",
        created="2014-07-14",
        expires="2026-07-14",
        registrar="Example Domains NZ",
        country="AU",
        text="""\
% New Zealand Domain Name Registry Limited
%
version: 8.0
query_datetime: 2025-01-01T10:00:00+13:00
domain_name: chemist-invented.co.nz
query_status: 200 Active
domain_dateregistered: 2014-07-14T12:11:36+12:00
domain_datebilleduntil: 2026-07-14T12:11:36+12:00
domain_datelastmodified: 2024-07-14T03:13:49+12:00
%
registrar_name: Example Domains NZ
registrar_country: NZ (NEW ZEALAND)
%
registrant_contact_name: Chemist Invented Pty
registrant_contact_country: AU (AUSTRALIA)
%
admin_contact_country: GB (UNITED KINGDOM)
ns_name_01: ns1.example.net
""",
    ),
    "no": Sample(
        domain="apotek-x.no",
        created="2011-02-26",
        country="NO",
        registrar="REG466-NORID",
        text="""\
Domain Information

NORID Handle...............: APO1D-NORID
Domain Name................: apotek-x.no
Domain Holder Handle.......: APO2O-NORID
Registrar Handle...........: REG466-NORID

Additional information:
Created:         2011-02-26
Last updated:    2024-01-27

NORID Handle...............: APO2O-NORID
Type.......................: organization
Name.......................: Apotek X AS
Country....................: NO

Additional information:
Created:         2000-10-01
Last updated:    2010-10-01
""",
    ),
    "si": Sample(
        domain="lekarna.si",
        created="2015-04-04",
        expires="2026-07-19",
        registrar="Primer d.o.o.",
        text="""\
domain:         lekarna.si
registrar:      Primer d.o.o.
registrar-url:  http://www.registrar.example
nameserver:     ns1.example.net
registrant:     G00001
status:         ok
created:        2015-04-04
expire:         2026-07-19
source:         ARNES

Domain holder:
NOT DISCLOSED
""",
    ),
    "hu": Sample(
        domain="patika.hu",
        created="2010-03-25",
        text="""\
% Whois server 3.0 serving the hu ccTLD

domain:         patika.hu
record created: 2010.03.25 23:20:39
Tovabbi adatokert ld.:
https://www.domain.hu/domain-kereses/
""",
    ),
    "pt, in two languages": Sample(
        domain="farmacia.pt",
        created="2013-01-09",
        expires="2026-02-28",
        text="""\
Nome de domínio / Domain Name: farmacia.pt
Data de registo / Creation Date (dd/mm/yyyy): 09/01/2013
Data de expiração / Expiration Date (dd/mm/yyyy): 28/02/2026
Estado / Status: ACTIVE

Titular / Registrant
   Farmacia Inventada, Lda
   Lisboa
   Email: hostmaster@example.net

Responsável Técnico / Tech Contact
   Alguem
""",
    ),
    "mo, ruled": Sample(
        domain="yeuk.mo",
        created="2018-02-05",
        expires="2026-02-05",
        country="MO",
        text="""\
Domain Name: yeuk.mo
Record created on 2018-02-05 22:59:12.55172
Record expires on 2026-02-05

Registrant:
-----------------------------------------------------
Org:          Yeuk Limitada
Country / Region:      MO

Admin Contact(s):
-----------------------------------------------------
Org:          Somebody
Country / Region:      HK
""",
    ),
    "cn": Sample(
        domain="yao.cn",
        created="2013-03-17",
        expires="2026-03-17",
        registrar="Lizi Corporation",
        text="""\
Domain Name: yao.cn
ROID: 20130311s10001s00033735-cn
Domain Status: ok
Registrant ID: lz-022
Registrant: Yao Holdings
Registrant Contact Email: hostmaster@example.net
Sponsoring Registrar: Lizi Corporation
Name Server: ns1.example.net
Registration Time: 2013-03-17 12:20:05
Expiration Time: 2026-03-17 12:48:36
DNSSEC: unsigned
""",
    ),
    "md, in columns": Sample(
        domain="farmacie.md",
        created="2016-05-02",
        expires="2026-05-02",
        text="""\
Domain  name    farmacie.md
Domain  state   OK, Delegated
Registered on   2016-05-02
Expires    on   2026-05-02
Nameserver      ns1.example.net
""",
    ),
    "ua, headed by remarks": Sample(
        domain="apteka.com.ua",
        created="2012-12-04",
        expires="2026-12-04",
        registrar="Pryklad LLC",
        country="UA",
        text="""\
% Request from 192.0.2.1

domain:           apteka.com.ua
dom-public:       NO
registrant:       prk-1
mnt-by:           ua.pryklad
nserver:          ns1.example.net
status:           ok
created:          2012-12-04 00:00:00+02
modified:         2024-11-02 11:29:08+02
expires:          2026-12-04 00:00:00+02
source:           UAEPP

% Registrar:
% ==========
registrar:        ua.pryklad
organization:     Pryklad LLC
country:          US
source:           UAEPP

% Registrant:
% ===========
person:           n/a
organization-loc: Apteka
country-loc:      UA
created:          2001-04-02 20:59:40+03
source:           UAEPP
""",
    ),
}
"""By the manner they are written in."""
