// Reasons over several slots, as the program's report says them, and how times are written.
#include "message_table.hpp"

namespace ohmstead::plan {
namespace {

constexpr MessageRow k_blocks[] = {
    {Message::block_charge_cheap,
     {"charge {energy} at {buying}: after losses a kWh is worth {worth} later",
      "{energy} laden zu {buying}: nach Verlusten ist eine kWh später {worth} wert",
      "ladda {energy} för {buying}: efter förluster är en kWh värd {worth} senare"}},
    {Message::block_charge_negative,
     {"charge {energy}: taking energy from the grid is paid for ({buying})",
      "{energy} laden: Für Strom aus dem Netz gibt es Geld ({buying})",
      "ladda {energy}: nätet betalar för att leverera ({buying})"}},
    {Message::block_store_surplus,
     {"store {energy} of PV surplus: a kWh is worth {worth} later, sold it earns {selling}",
      "{energy} Solarüberschuss speichern: eine kWh ist später {worth} wert, verkauft bringt sie "
      "{selling}",
      "lagra {energy} solöverskott: en kWh är värd {worth} senare, såld ger den {selling}"}},
    {Message::block_export_surplus,
     {"sell {energy} of PV surplus at {selling}: stored, a kWh would be worth {worth} later",
      "{energy} Solarüberschuss verkaufen zu {selling}: gespeichert wäre eine kWh später {worth} "
      "wert",
      "sälj {energy} solöverskott för {selling}: lagrad vore en kWh värd {worth} senare"}},
    {Message::block_cover_load,
     {"cover the home with {energy} from the battery: buying costs {buying}, keeping a kWh is "
      "worth {worth}",
      "das Haus mit {energy} aus der Batterie versorgen: Kaufen kostet {buying}, eine kWh "
      "aufzuheben ist {worth} wert",
      "försörj hemmet med {energy} från batteriet: att köpa kostar {buying}, en sparad kWh är "
      "värd {worth}"}},
    {Message::block_keep_for_later,
     {"keep {stored} and buy {energy} at {buying}: a kWh kept saves {worth} later",
      "{stored} aufheben und {energy} kaufen zu {buying}: eine aufgehobene kWh spart später "
      "{worth}",
      "behåll {stored} och köp {energy} för {buying}: en sparad kWh spar {worth} senare"}},
    {Message::block_bound_at_stake,
     {"buy {energy} at {buying}: the battery may not be emptied further",
      "{energy} kaufen zu {buying}: die Batterie darf nicht weiter entladen werden",
      "köp {energy} för {buying}: batteriet får inte laddas ur mer"}},
    {Message::block_export_stored,
     {"sell {energy} from the battery at {selling}: a kWh kept would be worth {worth}",
      "{energy} aus der Batterie verkaufen zu {selling}: eine aufgehobene kWh wäre {worth} wert",
      "sälj {energy} från batteriet för {selling}: en sparad kWh vore värd {worth}"}},
    {Message::block_curtail,
     {"turn PV down by {energy}: a kWh to the grid earns {selling}",
      "Solaranlage um {energy} abregeln: eine kWh ins Netz bringt {selling}",
      "dra ner solelen med {energy}: en kWh till nätet ger {selling}"}},
    {Message::block_recover,
     {"bring the state of charge back into its bounds",
      "den Ladestand zurück in seine Grenzen bringen",
      "för tillbaka laddningen inom sina gränser"}},
    {Message::block_empty,
     {"nothing is left in the battery: buy {energy} at {buying}",
      "die Batterie ist leer: {energy} kaufen zu {buying}",
      "batteriet är tomt: köp {energy} för {buying}"}},
    {Message::block_full,
     {"the battery is full: {energy} go to the grid at {selling}",
      "die Batterie ist voll: {energy} gehen ins Netz zu {selling}",
      "batteriet är fullt: {energy} går till nätet för {selling}"}},
    {Message::block_idle,
     {"nothing to gain by using the battery", "mit der Batterie ist jetzt nichts zu gewinnen",
      "batteriet har inget att vinna nu"}},
    {Message::block_else,
     {"anything else costs {money} more", "alles andere kostet {money} mehr",
      "allt annat kostar {money} mer"}},
    {Message::block_else_per_slot,
     {"anything else costs up to {money} more per slot",
      "alles andere kostet bis zu {money} mehr je Zeitschritt",
      "allt annat kostar upp till {money} mer per tidssteg"}},
    {Message::price_range,
     {"{low} to {high} {unit}", "{low} bis {high} {unit}", "{low} till {high} {unit}"}},
};

constexpr MessageRow k_times[] = {
    {Message::at_time, {"at {clock}", "um {clock} Uhr", "kl. {clock}"}},
    {Message::at_time_next_day,
     {"at {clock} the next day", "am nächsten Tag um {clock} Uhr", "kl. {clock} nästa dag"}},
    {Message::at_time_on_day,
     {"on {day} at {clock}", "am {day} um {clock} Uhr", "{day} kl. {clock}"}},
    {Message::by_time, {"by {clock}", "bis {clock} Uhr", "senast kl. {clock}"}},
    {Message::by_time_next_day,
     {"by {clock} the next day", "bis {clock} Uhr am nächsten Tag",
      "senast kl. {clock} nästa dag"}},
    {Message::by_time_on_day,
     {"by {day} {clock}", "bis {day}, {clock} Uhr", "senast {day} kl. {clock}"}},
    {Message::from_time, {"from {clock} on", "ab {clock} Uhr", "från kl. {clock}"}},
    {Message::from_time_next_day,
     {"from {clock} the next day on", "ab {clock} Uhr am nächsten Tag",
      "från kl. {clock} nästa dag"}},
    {Message::from_time_on_day,
     {"from {day} {clock} on", "ab {day}, {clock} Uhr", "från {day} kl. {clock}"}},
};

}  // namespace

std::span<const MessageRow> block_messages() { return k_blocks; }
std::span<const MessageRow> time_messages() { return k_times; }

}  // namespace ohmstead::plan
