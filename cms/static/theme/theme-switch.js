// Sets the theme on <html>, on the dark sheet's link and in the cookie the server reads (so that the next page comes right at once).
const root = document.documentElement;
const sheet = document.querySelector("link[data-dark]");
const system = matchMedia("(prefers-color-scheme: dark)");
const buttons = document.querySelectorAll("[data-theme-switch]");

const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

function showState() {
  for (const button of buttons) button.setAttribute("aria-pressed", String(isDark()));
}

function chooseTheme(theme) {
  root.dataset.theme = theme;
  sheet.media = theme === "dark" ? "screen" : "not all";
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  showState();
}

for (const button of buttons) {
  button.hidden = false;
  button.addEventListener("click", () => chooseTheme(isDark() ? "light" : "dark"));
}
system.addEventListener("change", showState);
showState();
