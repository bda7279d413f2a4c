#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis.hpp"

namespace ohmstead::app {
namespace {

using Json = nlohmann::ordered_json;

// Draws each chart into its own SVG: a readout follows the pointer, a name in the legend hides or
// shows its line, and two buttons go through long periods. Text goes in as text, never as markup.
constexpr std::string_view k_script = R"js(
const colours=['#1668b5','#c98a1b','#2f8f5b','#b5383f','#7a55b5','#8a8f99','#1c8a9c','#a05c2a'];
const svgns='http://www.w3.org/2000/svg';
function add(to,tag,attributes,text){const e=document.createElementNS(svgns,tag);
for(const k in attributes)e.setAttribute(k,attributes[k]);if(text!==undefined)e.textContent=text;
to.appendChild(e);return e}
function draw(box,chart){const W=860,H=280,L=56,B=34,T=10;let hidden=new Set(),from=0,
to=chart.x.length;const svg=add(box,'svg',{viewBox:`0 0 ${W} ${H}`,role:'img','aria-label':chart.title});
const read=document.createElement('p');read.className='read';read.textContent='\u00a0';
const legend=document.createElement('p');box.append(read,legend);
chart.lines.forEach((line,i)=>{const b=document.createElement('button');b.textContent=line.name;
b.style.borderColor=colours[i%8];b.setAttribute('aria-pressed','true');b.onclick=()=>{
hidden.has(i)?hidden.delete(i):hidden.add(i);b.setAttribute('aria-pressed',String(!hidden.has(i)));paint()};
legend.append(b)});
if(chart.x.length>90){for(const [name,f] of [['\u2212',2],['+',0.5],['\u25c0',-1],['\u25b6',1]]){
const b=document.createElement('button');b.textContent=name;b.setAttribute('aria-label',
{'\u2212':'show more','+':'show less','\u25c0':'earlier','\u25b6':'later'}[name]);
b.onclick=()=>{let n=to-from,N=chart.x.length;if(f===2||f===0.5){const m=Math.max(14,Math.min(N,Math.round(n*f)));
from=Math.max(0,Math.min(N-m,Math.round((from+to-m)/2)));to=from+m}else{const s=Math.round(n/2)*f;
from=Math.max(0,Math.min(N-n,from+s));to=from+n}paint()};legend.append(b)}}
function paint(){svg.replaceChildren();let low=0,high=1e-9;chart.lines.forEach((line,i)=>{
if(!hidden.has(i))for(let k=from;k<to;k++){const v=line.y[k];if(v!==null){low=Math.min(low,v);high=Math.max(high,v)}}});
const x=k=>L+(W-L-10)*(k-from)/Math.max(1,to-from-1),y=v=>T+(H-T-B)*(1-(v-low)/(high-low));
for(let s=0;s<=4;s++){const v=low+(high-low)*s/4;add(svg,'line',{x1:L,x2:W-10,y1:y(v),y2:y(v),class:'grid'});
add(svg,'text',{x:L-6,y:y(v)+4,'text-anchor':'end'},v.toPrecision(3))}
const every=Math.max(1,Math.ceil((to-from)/7));for(let k=from;k<to;k+=every)
add(svg,'text',{x:x(k),y:H-12,'text-anchor':k===from?'start':'middle'},chart.x[k]);
chart.lines.forEach((line,i)=>{if(hidden.has(i))return;let d='',pen=false;for(let k=from;k<to;k++){
const v=line.y[k];if(v===null){pen=false;continue}d+=(pen?'L':'M')+x(k).toFixed(1)+' '+y(v).toFixed(1);pen=true}
add(svg,'path',{d:d,fill:'none',stroke:colours[i%8],'stroke-width':1.8})});
const mark=add(svg,'line',{x1:-9,x2:-9,y1:T,y2:H-B,class:'mark'});
svg.onpointermove=e=>{const r=svg.getBoundingClientRect();const k=Math.max(from,Math.min(to-1,
from+Math.round(((e.clientX-r.left)*W/r.width-L)/(W-L-10)*(to-from-1))));mark.setAttribute('x1',x(k));
mark.setAttribute('x2',x(k));read.textContent=chart.x[k]+': '+chart.lines.map((l,i)=>hidden.has(i)?null:
l.name+' '+(l.y[k]===null?'-':l.y[k].toPrecision(3)+' '+chart.unit)).filter(Boolean).join(', ')}}
paint()}
for(const chart of JSON.parse(document.getElementById('charts').textContent)){
const s=document.createElement('section'),h=document.createElement('h2');h.textContent=chart.title;
s.append(h);document.getElementById('drawn').append(s);draw(s,chart)}
)js";

constexpr std::string_view k_style =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c2330;background:#fff}table{border-collapse:collapse;display:block;overflow-x:auto}"
    "td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #ccd}th:first-child,"
    "td:first-child{text-align:left}svg{width:100%}svg text{font-size:12px;fill:currentColor}"
    ".grid{stroke:#8886;stroke-width:.6}.mark{stroke:#888;stroke-dasharray:3 3}.read{margin:0;"
    "min-height:1.5em;font-size:.9rem}button{margin:0 .4rem .3rem 0;padding:.15rem "
    ".6rem;border:2px "
    "solid #888;border-radius:.4rem;background:none;color:inherit;font:inherit}button[aria-pressed="
    "false]{opacity:.45}@media(prefers-color-scheme:dark){body{color:#e4e8ef;background:#14181f}}";

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char each : text) {
    if (each == '<')
      safe += "&lt;";
    else if (each == '>')
      safe += "&gt;";
    else if (each == '&')
      safe += "&amp;";
    else
      safe += each;
  }
  return safe;
}

Json number(double value) {
  return std::isnan(value) ? Json{} : Json(std::round(value * 1e4) / 1e4);
}

Json line(const std::string& name) { return {{"name", name}, {"y", Json::array()}}; }

Json shape_chart(const char* title, const std::vector<forecast::DayShape>& shapes) {
  Json chart{{"title", title}, {"unit", "kW"}, {"x", Json::array()}, {"lines", Json::array()}};
  for (int hour = 0; hour < 24; ++hour) chart["x"].push_back(fmt::format("{:02}:00", hour));
  for (const forecast::DayShape& shape : shapes) {
    Json one = line(shape.name);
    for (const double kw : shape.kw) one["y"].push_back(number(kw));
    chart["lines"].push_back(std::move(one));
  }
  return chart;
}

Json day_chart(const Analysis& analysis) {
  Json chart{{"title", "Energy of each day"}, {"unit", "kWh"}, {"x", Json::array()}};
  Json load = line("load"), pv = line("PV"), always = line("base load");
  for (const auto& day : analysis.found.days) {
    chart["x"].push_back(base::format_date(analysis.measured.zone.date(day.day)));
    load["y"].push_back(number(day.load_kwh));
    pv["y"].push_back(number(day.pv_kwh));
    always["y"].push_back(number(24.0 * day.base_kw));
  }
  chart["lines"] = {std::move(load), std::move(always)};
  if (analysis.found.pv) chart["lines"].push_back(std::move(pv));
  return chart;
}

std::string estimate(const forecast::Estimate& each, const char* unit) {
  if (each.standard_error <= 0.0) return "-";
  return fmt::format("{:.3g} &plusmn; {:.2g} {}", each.value, each.standard_error, unit);
}

std::string quality_part(const Analysis& analysis) {
  std::string html =
      "<h2>Quality</h2><table><tr><th>series</th><th>records</th><th>first</th><th>last</th>"
      "<th>missing %</th><th>gaps</th><th>longest gap</th></tr>";
  const base::Zone& zone = analysis.measured.zone;
  for (const auto& each : analysis.found.quality) {
    std::string longest = "-";
    if (!each.longest_gaps.empty()) {
      const auto& gap = each.longest_gaps.front();
      longest = fmt::format("{:.1f} h from {}", base::hours(gap.to - gap.from).value(),
                            zone.format_local(gap.from));
    }
    html += fmt::format(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{:.2f}</td><td>{}</td><td>{}</td></"
        "tr>",
        each.name, each.records, zone.format_local(each.first), zone.format_local(each.last),
        each.missing_pct(), each.gap_count, longest);
  }
  html += "</table>";
  if (!analysis.notes.empty()) html += "<ul>";
  for (const std::string& note : analysis.notes) html += "<li>" + escaped(note) + "</li>";
  return html + (analysis.notes.empty() ? "" : "</ul>");
}

std::string figures_part(const Analysis& analysis) {
  const auto& found = analysis.found;
  std::string html = fmt::format(
      "<h2>Load and sun</h2><ul><li>Load: {:.3f} kW in the mean; {:.0f} % of its energy is drawn "
      "always (base load).</li>",
      found.load_mean_kw, found.base_share_pct);
  if (found.load_outdoor_correlation)
    html += fmt::format("<li>Energy of a day and outdoor temperature: correlation {:.2f}.</li>",
                        *found.load_outdoor_correlation);
  if (found.pv) {
    html += fmt::format(
        "<li>PV: {:.0f} kWh, peak {:.2f} kW, {} days without power among sunny ones.</li>",
        found.pv->energy_kwh, found.pv->peak_kw, found.pv->dark_days);
    if (found.pv->sun_correlation)
      html += fmt::format("<li>PV and irradiance: correlation {:.2f}.</li>",
                          *found.pv->sun_correlation);
  }
  if (analysis.roof) {
    html += fmt::format(
        "<li>The roof, found in its history: {:.2f} kW, tilt {:.0f}&deg;, azimuth "
        "{:.0f}&deg;.</li>",
        analysis.roof->plane.peak.value(), analysis.roof->plane.tilt_deg,
        analysis.roof->plane.azimuth_deg);
  }
  return html + "</ul>";
}

std::string rooms_part(const Analysis& analysis) {
  if (analysis.rooms.empty()) return {};
  std::string html =
      "<h2>Rooms</h2><table><tr><th>room</th><th>time constant</th><th>loss</th><th>capacity</th>"
      "<th>sun</th><th>what can be told</th></tr>";
  for (const forecast::RoomFit& room : analysis.rooms) {
    html += fmt::format(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
        escaped(room.name), estimate(room.time_constant_h, "h"),
        estimate(room.loss_kw_per_k, "kW/K"), estimate(room.capacity_kwh_per_k, "kWh/K"),
        estimate(room.aperture_m2, "m&sup2;"), escaped(room.reason));
  }
  return html + "</table>";
}

}  // namespace

std::string analysis_page(const Analysis& analysis) {
  Json charts = Json::array(
      {day_chart(analysis), shape_chart("Load by local time of day", analysis.found.load_shapes)});
  if (analysis.found.pv)
    charts.push_back(shape_chart("PV by local time of day", analysis.found.pv_shapes));
  // Inside a script element only "</" could end the text early.
  std::string json = charts.dump(-1, ' ', true, Json::error_handler_t::replace);
  for (std::size_t at = json.find("</"); at != std::string::npos; at = json.find("</", at + 3))
    json.replace(at, 2, "<\\/");
  return fmt::format(
      "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width\"><title>Analysis of {0}</title><style>{1}</style></head><body>"
      "<h1>Analysis of {0}</h1><p>{2} to {3}</p>{4}{5}{6}<div id=\"drawn\"></div>"
      "<script type=\"application/json\" id=\"charts\">{7}</script><script>{8}</script></body>"
      "</html>\n",
      escaped(analysis.site), k_style, analysis.measured.zone.format_local(analysis.measured.from),
      analysis.measured.zone.format_local(analysis.measured.to), quality_part(analysis),
      figures_part(analysis), rooms_part(analysis), json, k_script);
}

}  // namespace ohmstead::app
