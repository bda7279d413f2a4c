// Small line drawings, 24 by 24, in the colour of the text.
const paths = {
  brand: "M3 12 12 4l9 8M6 10.5V20h12v-9.5M13 9.5l-3 5h4l-1.5 4",
  now: "M13 3 5 14h6l-1 7 8-11h-6z",
  plan: "M4 19V9m5 10V5m5 14v-7m5 7V8",
  history: "M12 7v5l3.5 2M4.5 8.5A8.5 8.5 0 1 1 3.6 13M4.5 4v4.5H9",
  health: "M3 12h4l2.5-6 4 12 2.5-6h5",
  display: "M4 7h9m5 0h2M4 17h2m5 0h9M15.5 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8.5 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  remove: "M6 6l12 12M18 6 6 18",
  devices: "M5 4h14v12H5zM9 20h6M12 16v4M9 8h6M9 12h3",
  settings: "M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM19.2 13.3l1.8 1.3-1.9 3.3-2.1-.8a7.4 7.4 0 0 1-2.2 1.3l-.4 2.2h-3.8l-.4-2.2A7.4 7.4 0 0 1 8 17.1l-2.1.8L4 14.6l1.8-1.3a7.600 7.600 0 0 1 0-2.600L4 9.400l1.900-3.300 2.100.8a7.400 7.400 0 0 1 2.200-1.300l.4-2.200h3.800l.4 2.200A7.400 7.400 0 0 1 17 6.900l2.100-.8L21 9.400l-1.800 1.300a7.600 7.600 0 0 1 0 2.600z",
  leave: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  enter: "M14 4h5v16h-5M10 8l4 4-4 4M14 12H4",
  lost: "M3 9a14 14 0 0 1 18 0M6.5 12.8a9 9 0 0 1 11 0M12 18.5h.01M4 3l16 18",
  sun: "M12 16.2a4.2 4.2 0 1 0 0-8.4 4.2 4.2 0 0 0 0 8.4zM12 2.8v2M12 19.2v2M2.8 12h2M19.2 12h2M5.5 5.5l1.4 1.4M17.1 17.1l1.4 1.4M18.5 5.5l-1.4 1.4M6.9 17.1l-1.4 1.4",
  home: "M3.5 12 12 4.5l8.5 7.5M6 10.2V19.5h12v-9.3M10 19.5v-5h4v5",
  battery: "M4 8h14v8.5H4zM20.5 10.8v3",
  grid: "M12 3 7 21M12 3l5 18M9.9 10.5h4.2M8.6 15.5h6.8M5 8.5h14M6.5 8.5V10M17.5 8.5V10",
} as const;

export type IconName = keyof typeof paths;
export const iconPath = (name: IconName): string => paths[name];

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={paths[name]} /></svg>
  );
}
