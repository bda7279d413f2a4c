#include "phrases.hpp"

namespace ohmstead::engine {
namespace {

constexpr home::Phrase k_devices[] = {
    {"all answer", "alle antworten", "alla svarar"},
    {"no readings: {what}; what was planned is assumed: check power and connection",
     "keine Messwerte: {what}; angenommen wird, was geplant war: bitte Strom und Verbindung prüfen",
     "inga mätvärden: {what}; det som var planerat antas: kontrollera ström och förbindelse"},
    {"no readings: {what}; what the site file says is assumed: check power and connection",
     "keine Messwerte: {what}; angenommen wird, was in der Anlagendatei steht: bitte Strom und "
     "Verbindung prüfen",
     "inga mätvärden: {what}; det som står i anläggningsfilen antas: kontrollera ström och "
     "förbindelse"},
    {"what was planned is assumed where nothing is told: check power and connection",
     "wo nichts gemeldet wird, gilt als angenommen, was geplant war: bitte Strom und Verbindung "
     "prüfen",
     "där inget meddelas antas det som var planerat: kontrollera ström och förbindelse"},
    {"no readings: {what}", "keine Messwerte: {what}", "inga mätvärden: {what}"},
    {"{id} has not been heard of", "Von {id} ist noch nichts gehört",
     "från {id} har inget hörts ännu"},
    {"{id} {why}; {n} kWh as planned are assumed",
     "{id} {why}; angenommen werden {n} kWh wie geplant",
     "{id} {why}; {n} kWh antas, som planerat"},
    {"{id} {why}; what was planned is assumed", "{id} {why}; angenommen wird, was geplant war",
     "{id} {why}; det som var planerat antas"},
    {"does not answer: check its connection", "antwortet nicht: bitte die Verbindung prüfen",
     "svarar inte: kontrollera förbindelsen"},
    {"tells {n} kW: check its meter", "meldet {n} kW: bitte den Zähler prüfen",
     "meddelar {n} kW: kontrollera mätaren"},
    {"tells {n} kWh, which cannot be: check its battery management",
     "meldet {n} kWh, was nicht sein kann: bitte die Batteriesteuerung prüfen",
     "meddelar {n} kWh, vilket inte kan stämma: kontrollera batteristyrningen"},
    {"has told the same for ten minutes or more: restart its gateway",
     "meldet seit zehn Minuten oder länger dasselbe: bitte das Gateway neu starten",
     "har meddelat samma sak i tio minuter eller mer: starta om gatewayen"},
    {"{id} does not answer: it is taken to come and go by the site file; check its charger",
     "{id} antwortet nicht: es kommt und fährt wie in der Anlagendatei angenommen; bitte die "
     "Ladestation prüfen",
     "{id} svarar inte: den antas komma och åka som i anläggningsfilen; kontrollera laddaren"},
    {"tells {n} kW: check its charger", "meldet {n} kW: bitte die Ladestation prüfen",
     "meddelar {n} kW: kontrollera laddaren"},
    {"tells {n} kWh, which cannot be: check its link to the car",
     "meldet {n} kWh, was nicht sein kann: bitte die Verbindung zum Auto prüfen",
     "meddelar {n} kWh, vilket inte kan stämma: kontrollera förbindelsen till bilen"},
    {"has told the same for ten minutes or more: restart its charger's gateway",
     "meldet seit zehn Minuten oder länger dasselbe: bitte das Gateway der Ladestation neu starten",
     "har meddelat samma sak i tio minuter eller mer: starta om laddarens gateway"},
    {"{id} tells {n} deg C, which cannot be; what was planned is assumed: check its sensor",
     "{id} meldet {n} °C, was nicht sein kann; angenommen wird, was geplant war: bitte den Fühler "
     "prüfen",
     "{id} meddelar {n} °C, vilket inte kan stämma; det som var planerat antas: kontrollera "
     "givaren"},
    {"{id} does not answer; what was planned is assumed: check its connection",
     "{id} antwortet nicht; angenommen wird, was geplant war: bitte die Verbindung prüfen",
     "{id} svarar inte; det som var planerat antas: kontrollera förbindelsen"},
    {"the meter tells powers that no house has: check it; nothing is booked",
     "der Zähler meldet Leistungen, die kein Haus hat: bitte prüfen; nichts wird gebucht",
     "mätaren meddelar effekter som inget hus har: kontrollera den; inget bokförs"},
    {"the meter's counters jumped: nothing is booked until they rise as they should",
     "die Zählerstände sind gesprungen: nichts wird gebucht, bis sie wieder richtig steigen",
     "mätarställningarna har hoppat: inget bokförs förrän de stiger som de ska"},
    {"the meter has told the same for ten minutes or more: restart its gateway",
     "der Zähler meldet seit zehn Minuten oder länger dasselbe: bitte sein Gateway neu starten",
     "mätaren har meddelat samma sak i tio minuter eller mer: starta om dess gateway"},
    {"the grid meter tells {n} kW, which cannot be: check its unit; it is not believed",
     "der Netzzähler meldet {n} kW, was nicht sein kann: bitte seine Einheit prüfen; ihm wird "
     "nicht geglaubt",
     "nätmätaren meddelar {n} kW, vilket inte kan stämma: kontrollera dess enhet; den blir inte "
     "trodd"},
    {"the grid meter tells {n} kW where the other meters make {m} kW: check its unit; they are "
     "believed",
     "der Netzzähler meldet {n} kW, die anderen Zähler ergeben {m} kW: bitte seine Einheit prüfen; "
     "geglaubt wird den anderen",
     "nätmätaren meddelar {n} kW, de andra mätarna ger {m} kW: kontrollera dess enhet; de andra "
     "blir trodda"},
    {"the grid meter tells {n} kW where the other meters make {m} kW: check its direction, it is "
     "the wrong way round; they are believed",
     "der Netzzähler meldet {n} kW, die anderen Zähler ergeben {m} kW: bitte seine Richtung "
     "prüfen, sie ist verkehrt herum; geglaubt wird den anderen",
     "nätmätaren meddelar {n} kW, de andra mätarna ger {m} kW: kontrollera dess riktning, den är "
     "omvänd; de andra blir trodda"},
    {"the grid meter tells {n} kW again and again while the other meters change by {m} kW: restart "
     "its gateway; the home is taken to draw what it did",
     "der Netzzähler meldet immer wieder {n} kW, während sich die anderen Zähler um {m} kW ändern: "
     "bitte sein Gateway neu starten; für das Haus gilt, was es zuletzt verbrauchte",
     "nätmätaren meddelar {n} kW om och om igen medan de andra mätarna ändras med {m} kW: starta "
     "om "
     "dess gateway; hemmet antas använda det som det gjorde sist"},
    {"nothing came from it yet", "von dort kam noch nichts", "därifrån har inget kommit ännu"},
    {"silent since {time}", "stumm seit {time}", "tyst sedan {time}"},
    {"the broker does not let us read it: see its access rules for the user of connection {id}",
     "der Broker lässt uns das nicht lesen: bitte seine Zugriffsregeln für den Benutzer der "
     "Verbindung {id} prüfen",
     "mäklaren låter oss inte läsa det: se dess åtkomstregler för användaren av förbindelsen {id}"},
    {"{id} is told ({what}): {why}", "{id} sagt ({what}), was ihm befohlen ist: {why}",
     "{id} säger ({what}) vad den har fått för order: {why}"},
    {"{id}: what it says it was told is of {time} and does not count, as nothing else comes from "
     "it",
     "{id}: was es als Befehl meldet, ist von {time} und zählt nicht, denn sonst kommt nichts von "
     "ihm",
     "{id}: det den säger att den fick order om är från {time} och räknas inte, eftersom inget "
     "annat kommer från den"},
    {"evcc at {id} charges {what} no further: its limit of {n} % is reached",
     "evcc auf {id} lädt {what} nicht weiter: seine Grenze von {n} % ist erreicht",
     "evcc på {id} laddar inte {what} vidare: dess gräns på {n} % är nådd"},
    {"evcc at {id} charges {what} no further: its limit of {n} kWh is reached",
     "evcc auf {id} lädt {what} nicht weiter: seine Grenze von {n} kWh ist erreicht",
     "evcc på {id} laddar inte {what} vidare: dess gräns på {n} kWh är nådd"},
    {"nothing has come from {id} to UDP port {n}: see the Miniserver's logger",
     "von {id} kam nichts am UDP-Port {n} an: bitte den Logger des Miniservers prüfen",
     "från {id} har inget kommit till UDP-port {n}: se Miniserverns loggare"},
    {"the Miniserver at {id} is silent since {time}", "der Miniserver {id} ist stumm seit {time}",
     "Miniservern {id} är tyst sedan {time}"},
    {"its text has nothing at {id}", "in seinem Text steht nichts bei {id}",
     "i dess text finns inget vid {id}"},
    {"tells no unit: give unit", "nennt keine Einheit: bitte unit angeben",
     "anger ingen enhet: ange unit"},
    {"its unit {id} is not known", "seine Einheit {id} ist nicht bekannt",
     "dess enhet {id} är inte känd"},
    {"tells {id}, the site file says {what}", "meldet {id}, in der Anlagendatei steht {what}",
     "meddelar {id}, i anläggningsfilen står {what}"},
    {"tells {id}, which is no unit of {what}", "meldet {id}, und das ist keine Einheit von {what}",
     "meddelar {id}, vilket inte är någon enhet för {what}"},
    {"'{id}' is neither yes nor no: give yes", "'{id}' heißt weder ja noch nein: bitte yes angeben",
     "'{id}' är varken ja eller nej: ange yes"},
    {"'{id}' is no number", "'{id}' ist keine Zahl", "'{id}' är inget tal"},
    {"no meter tells what the home draws, nor what flows at the grid",
     "kein Zähler meldet, was das Haus braucht oder was am Netz fließt",
     "ingen mätare meddelar vad hemmet använder eller vad som flödar till och från nätet"},
    {"{id} tells the same numbers again and again, although {n} kW flow: restart its gateway",
     "{id} meldet immer wieder dieselben Zahlen, obwohl {n} kW fließen: bitte das Gateway neu "
     "starten",
     "{id} meddelar samma tal om och om igen, fast {n} kW flödar: starta om gatewayen"},
    {"{id} tells {n} kWh, which cannot be: check its battery management; {m} kWh are assumed",
     "{id} meldet {n} kWh, was nicht sein kann: bitte die Batteriesteuerung prüfen; angenommen "
     "werden {m} kWh",
     "{id} meddelar {n} kWh, vilket inte kan stämma: kontrollera batteristyrningen; {m} kWh antas"},
    {"since the start they jumped or began anew once; what they counted meanwhile is neither "
     "booked nor learned",
     "seit dem Start sind sie einmal gesprungen oder neu begonnen; was sie dabei zählten, wird "
     "weder gebucht noch gelernt",
     "sedan starten har de hoppat eller börjat om en gång; det de räknade då varken bokförs eller "
     "lärs in"},
    {"since the start they jumped or began anew {n} times; what they counted meanwhile is neither "
     "booked nor learned",
     "seit dem Start sind sie {n} Mal gesprungen oder neu begonnen; was sie dabei zählten, wird "
     "weder gebucht noch gelernt",
     "sedan starten har de hoppat eller börjat om {n} gånger; det de räknade då varken bokförs "
     "eller lärs in"},
    // Commands.
    {"accepted", "die Geräte haben angenommen, was ihnen gesagt wurde",
     "enheterna tog emot det de fick veta"},
    {"accepted; partial: batteries alone are told", "angenommen; nur Batterien werden gesteuert",
     "mottaget; bara batterier styrs"},
    {"no device answers: orders reach them when they are back",
     "kein Gerät antwortet: was gelten soll, erfahren sie, wenn sie wieder da sind",
     "ingen enhet svarar: de får veta vad som gäller när de är tillbaka"},
    {"advisory: nothing is told to the devices", "rät nur: den Geräten wird nichts gesagt",
     "ger bara råd: enheterna får inte veta något"},
    {"stopped by hand: all is off or on hold until it is let go",
     "von Hand angehalten: alles ist aus oder wartet, bis es freigegeben wird",
     "stoppat för hand: allt är av eller väntar tills det släpps"},
    {"{id}: somebody else set it to {verb}; that is respected until {time}",
     "{id}: jemand anders hat es auf {verb} gestellt; das gilt bis {time}",
     "{id}: någon annan har ställt den på {verb}; det gäller till {time}"},
    {"{id} does not take '{verb}' after {n} tries",
     "{id} nimmt '{verb}' auch nach {n} Versuchen nicht an",
     "{id} tar inte emot '{verb}' efter {n} försök"},
    {"{id}: it was told {verb} at {n} kW, and {m} kW are measured: check its gateway and its "
     "limits",
     "{id}: befohlen war {verb} mit {n} kW, gemessen werden {m} kW: bitte Gateway und Grenzen "
     "prüfen",
     "{id}: fick order om {verb} med {n} kW, men {m} kW mäts: kontrollera gatewayen och gränserna"},
    {"{id}: {why}", "{id}: {why}", "{id}: {why}"},
    {"it can be told to charge with {n} kW at most, the site file says {m}",
     "es kann höchstens mit {n} kW laden, wenn man es ihm befiehlt; in der Anlagendatei stehen {m}",
     "den kan få order att ladda med högst {n} kW; i anläggningsfilen står {m}"},
    {"it can be told to export {n} kW at most, the site file says {m}",
     "es kann höchstens {n} kW einspeisen, wenn man es ihm befiehlt; in der Anlagendatei stehen "
     "{m}",
     "den kan få order att mata ut högst {n} kW; i anläggningsfilen står {m}"},
    {"it can be told to draw {n} kW at most, the site file says {m}",
     "es kann höchstens {n} kW beziehen, wenn man es ihm befiehlt; in der Anlagendatei stehen {m}",
     "den kan få order att ta högst {n} kW; i anläggningsfilen står {m}"},
    {"it can be told neither to charge nor to export: no plan fills or sells it by the grid",
     "weder Laden noch Einspeisen kann man ihm befehlen: kein Plan lädt es aus dem Netz oder "
     "verkauft, was es hält",
     "den kan varken få order att ladda eller att mata ut: ingen plan laddar den från nätet eller "
     "säljer det den rymmer"},
    {"it cannot be told to charge: no plan fills it from the grid",
     "Laden kann man ihm nicht befehlen: kein Plan lädt es aus dem Netz",
     "den kan inte få order att ladda: ingen plan laddar den från nätet"},
    {"it cannot be told to export: no plan sells what it holds",
     "Einspeisen kann man ihm nicht befehlen: kein Plan verkauft, was es hält",
     "den kan inte få order att mata ut: ingen plan säljer det den rymmer"},
    {"its driver understands no command", "sein Treiber versteht keinen Befehl",
     "dess drivrutin förstår inga order"},
    {"two drivers want to command it", "zwei Treiber wollen es steuern",
     "två drivrutiner vill styra den"},
    {"no plan holds now: it goes its own way", "jetzt gilt kein Plan: es läuft, wie es selbst will",
     "ingen plan gäller nu: den går som den själv vill"},
    {"no plan holds now: the room is kept warm",
     "jetzt gilt kein Plan: der Raum wird warm gehalten",
     "ingen plan gäller nu: rummet hålls varmt"},
    // Limits.
    {"the emergency stop is pressed", "der Notstopp ist gedrückt", "nödstoppet är intryckt"},
    {"the grid is at {n} Hz, outside {m} to {o}", "das Netz hat {n} Hz, außerhalb von {m} bis {o}",
     "nätet har {n} Hz, utanför {m} till {o}"},
    {"its state of charge is not known", "der Ladestand ist nicht bekannt",
     "laddningsnivån är inte känd"},
    {"it is full", "es ist voll", "det är fullt"},
    {"it is down to its reserve", "nur noch die Reserve ist da", "bara reserven är kvar"},
    {"it may {verb} with at most {n} kW", "{verb} geht mit höchstens {n} kW",
     "{verb} går med högst {n} kW"},
    {"its cells are at {n} deg C", "die Zellen haben {n} °C", "cellerna har {n} °C"},
    {"its cells are too cold to charge ({n} deg C)", "die Zellen sind zum Laden zu kalt ({n} °C)",
     "cellerna är för kalla för att laddas ({n} °C)"},
    {"{id} is at {n} deg C: kept from frost", "{id} hat {n} °C: vor Frost geschützt",
     "{id} har {n} °C: skyddas mot frost"},
    {"the home may draw at most {n} kW from the grid",
     "das Haus darf höchstens {n} kW aus dem Netz nehmen", "hemmet får ta högst {n} kW från nätet"},
    {"no phase may carry more than {n} A", "keine Phase darf mehr als {n} A tragen",
     "ingen fas får bära mer än {n} A"},
    {"the home may give at most {n} kW to the grid",
     "das Haus darf höchstens {n} kW ins Netz geben", "hemmet får ge högst {n} kW till nätet"},
    {"the home gives {n} kW to the grid, where {m} kW are allowed: limit the inverter",
     "das Haus gibt {n} kW ins Netz, erlaubt sind {m} kW: bitte den Wechselrichter begrenzen",
     "hemmet ger {n} kW till nätet, tillåtet är {m} kW: begränsa växelriktaren"},
    {"{id}: its driver cannot stop it: stop it by hand",
     "{id}: sein Treiber kann es nicht anhalten: bitte von Hand anhalten",
     "{id}: dess drivrutin kan inte stoppa den: stoppa den för hand"},
    {"keeps the month's highest power at {n} kW", "hält die höchste Leistung des Monats bei {n} kW",
     "håller månadens högsta effekt på {n} kW"},
    {"waits for the sun", "wartet auf die Sonne", "väntar på solen"},
    {"there is more sun than planned", "es gibt mehr Sonne als geplant",
     "det är mer sol än planerat"},
};

constexpr home::Phrase k_commands[] = {
    {"{verb} at {n} kW", "{verb} mit {n} kW", "{verb} med {n} kW"},
    {"self_use", "Eigenverbrauch", "egenanvändning"},
    {"hold", "Halten", "behåll"},
    {"charge", "Laden", "laddning"},
    {"discharge", "Entladen", "urladdning"},
    {"export", "Verkaufen", "försäljning"},
    {"automatic", "eigene Regelung", "egen styrning"},
    {"water_heating", "Wasser heizen", "varmvatten"},
    {"off", "aus", "av"},
    {"on", "an", "på"},
};

}  // namespace

std::span<const home::Phrase> device_phrases() { return k_devices; }
std::span<const home::Phrase> command_phrases() { return k_commands; }

}  // namespace ohmstead::engine
