// Why a planned device beside the batteries does what it does in a slot.
#include "message_table.hpp"

namespace ohmstead::plan {
namespace {

constexpr MessageRow k_rows[] = {
    {Message::before_departure,
     {"Charges at {power}: at {now} a kWh this belongs to the cheapest time to be ready {by}.",
      "Lädt mit {power}: Mit {now} je kWh gehört das zur günstigsten Zeit, um {by} bereit zu sein.",
      "Laddar med {power}: med {now} per kWh hör det till den billigaste tiden för att vara redo "
      "{by}."}},
    {Message::use_surplus,
     {"Takes {power} of solar that the home has to spare: sold a kWh would bring {sells}.",
      "Nimmt {power} Solarstrom, den das Haus übrig hat: Verkauft brächte eine kWh {sells}.",
      "Tar {power} solel som hemmet har över: såld skulle en kWh ge {sells}."}},
    {Message::wait_for_cheaper,
     {"Waits: a kWh costs {now} now, but {then} {at}.",
      "Wartet: Eine kWh kostet jetzt {now}, {at} aber {then}.",
      "Väntar: en kWh kostar {now} nu men {then} {at}."}},
    {Message::heat_ahead,
     {"Heats ahead with {power}: a kWh costs {now} now, but {then} {at}.",
      "Heizt mit {power} vor: Eine kWh kostet jetzt {now}, {at} aber {then}.",
      "Värmer i förväg med {power}: en kWh kostar {now} nu men {then} {at}."}},
    {Message::keep_comfort,
     {"Heats with {power} to keep it warm enough; a kWh costs {now}.",
      "Heizt mit {power}, damit es warm genug bleibt; eine kWh kostet {now}.",
      "Värmer med {power} för att det ska vara varmt nog; en kWh kostar {now}."}},
    {Message::warm_enough,
     {"Off: it is warm enough.", "Aus: Es ist warm genug.", "Av: det är varmt nog."}},
    {Message::wait_for_start,
     {"Waits: it is to start {at}.", "Wartet: Der Start ist {at} geplant.",
      "Väntar: starten är planerad {at}."}},
    {Message::cheapest_in_window,
     {"Runs now with {power}: this is the cheapest time of the plan; a kWh costs {now}.",
      "Läuft jetzt mit {power}: Das ist die günstigste Zeit dieses Plans; eine kWh kostet {now}.",
      "Körs nu med {power}: det är planens billigaste tid; en kWh kostar {now}."}},
    {Message::cheapest_before,
     {"Runs now with {power}: this is the cheapest time to be done {by}; a kWh costs {now}.",
      "Läuft jetzt mit {power}: Das ist die günstigste Zeit, um {by} fertig zu sein; eine kWh "
      "kostet {now}.",
      "Körs nu med {power}: det är den billigaste tiden för att vara klar {by}; en kWh kostar "
      "{now}."}},
    {Message::must_run,
     {"Takes {power} although a kWh costs {now}: the cheaper time later is not enough.",
      "Nimmt {power}, obwohl eine kWh {now} kostet: Die günstigere Zeit danach reicht nicht aus.",
      "Tar {power} fast en kWh kostar {now}: den billigare tiden senare räcker inte till."}},
    {Message::must_run_before,
     {"Takes {power} although a kWh costs {now}: it has to be done {by}, and the cheaper time "
      "until "
      "then is not enough.",
      "Nimmt {power}, obwohl eine kWh {now} kostet: Es muss {by} fertig sein, und die günstigere "
      "Zeit davor reicht nicht aus.",
      "Tar {power} fast en kWh kostar {now}: det måste vara klart {by}, och den billigare tiden "
      "före det räcker inte till."}},
    {Message::give_back,
     {"Gives {power} back to the home: a kWh is worth {now} now.",
      "Gibt {power} ans Haus zurück: Eine kWh ist jetzt {now} wert.",
      "Ger {power} tillbaka till hemmet: en kWh är värd {now} nu."}},
    {Message::device_idle,
     {"Off: there is nothing to do now.", "Aus: Jetzt ist nichts zu tun.",
      "Av: det finns inget att göra nu."}},
};

}  // namespace

std::span<const MessageRow> device_messages() { return k_rows; }

}  // namespace ohmstead::plan
