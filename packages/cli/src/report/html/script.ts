/** What moves on the page: keys, search, theme, the selected event, and the part of a time-line that is shown. It asks for nothing. */
export const SCRIPT = `
const root = document.documentElement;
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const stored = (value) => { try { return value === undefined ? localStorage.getItem('simlet-theme') : localStorage.setItem('simlet-theme', value); } catch { return null; } };
const theme = (value) => { root.dataset.theme = value; };
theme(stored() ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
const toggle = () => { theme(root.dataset.theme === 'dark' ? 'light' : 'dark'); stored(root.dataset.theme); };
const articles = all('article');
const links = all('nav a');
const search = document.getElementById('search');
const keys = document.getElementById('keys');
const live = document.getElementById('live');
let current = -1;
function show(index) {
  const article = articles[index];
  if (article === undefined) return;
  current = index;
  history.replaceState(null, '', '#' + article.id);
  article.scrollIntoView({ block: 'start' });
  article.focus({ preventScroll: true });
  links.forEach((link) => link.setAttribute('aria-current', String(link.hash === '#' + article.id)));
}
function select(article, row) {
  all('tr[aria-selected]', article).forEach((other) => other.removeAttribute('aria-selected'));
  if (row === undefined) return;
  row.setAttribute('aria-selected', 'true');
  row.scrollIntoView({ block: 'nearest' });
  live.textContent = row.textContent;
  const svg = article.querySelector('svg');
  if (svg === null) return;
  const cursor = svg.querySelector('.cursor');
  const x = String((Number(row.dataset.time) - Number(svg.dataset.from)) / (Number(svg.dataset.to) - Number(svg.dataset.from)) * 1000);
  cursor.setAttribute('x1', x);
  cursor.setAttribute('x2', x);
  cursor.removeAttribute('visibility');
}
function step(by) {
  const article = articles[Math.max(current, 0)];
  if (article === undefined) return;
  const rows = all('tr[data-time]', article);
  const at = rows.findIndex((row) => row.getAttribute('aria-selected') === 'true');
  select(article, rows[Math.max(0, Math.min(rows.length - 1, at + by))]);
}
const views = new Map();
function view(svg, from, width) {
  const wide = Math.max(10, Math.min(1000, width));
  const left = Math.max(0, Math.min(1000 - wide, from));
  views.set(svg, [left, wide]);
  svg.querySelector('.view').setAttribute('viewBox', left + ' 0 ' + wide + ' ' + svg.dataset.height);
}
function move(by, scale, at = 0.5) {
  const svg = articles[Math.max(current, 0)]?.querySelector('svg.gantt');
  if (svg === null || svg === undefined) return;
  const [left, wide] = views.get(svg) ?? [0, 1000];
  view(svg, left + wide * at * (1 - scale) + by * wide, wide * scale);
}
all('svg.gantt').forEach((svg) => {
  const article = svg.closest('article');
  svg.addEventListener('wheel', (event) => {
    current = articles.indexOf(article);
    if (!event.ctrlKey && !event.shiftKey) return;
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    move(event.ctrlKey ? 0 : Math.sign(event.deltaY) / 10, event.ctrlKey ? (event.deltaY > 0 ? 1.25 : 0.8) : 1, (event.clientX - box.left) / box.width);
  }, { passive: false });
});
all('tr[data-time]').forEach((row) => row.addEventListener('click', () => {
  const article = row.closest('article');
  current = articles.indexOf(article);
  select(article, row);
}));
all('button[data-copy]').forEach((button) => button.addEventListener('click', () => navigator.clipboard?.writeText(button.dataset.copy)));
document.getElementById('theme').addEventListener('click', toggle);
document.getElementById('help').addEventListener('click', () => keys.showModal());
search.addEventListener('input', () => {
  const word = search.value.toLowerCase();
  links.forEach((link) => { link.parentElement.hidden = !link.textContent.toLowerCase().includes(word); });
  articles.forEach((article) => { article.hidden = !article.textContent.toLowerCase().includes(word); });
});
const KEYS = { j: () => show(current + 1), k: () => show(Math.max(0, current - 1)), '.': () => step(1), ',': () => step(-1), t: toggle,
  '?': () => keys.showModal(), '/': () => search.focus(), w: () => move(0, 0.8), s: () => move(0, 1.25), a: () => move(-0.1, 1), d: () => move(0.1, 1),
  '0': () => move(-1000, 1000), n: () => { const row = articles[Math.max(current, 0)]?.querySelector('tr.FAULT'); if (row) select(row.closest('article'), row); } };
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') { search.value = ''; search.dispatchEvent(new Event('input')); search.blur(); return; }
  if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
  const action = KEYS[event.key.toLowerCase()];
  if (action === undefined) return;
  event.preventDefault();
  action();
});
const named = articles.findIndex(({ id }) => '#' + id === decodeURIComponent(location.hash));
if (named >= 0) show(named);
`;
