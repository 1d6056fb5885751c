/** Times in the reader's own zone, which the server does not know. */

const now = () => new Date().toDateString();

/** @param {ParentNode} page */
export const writeTimes = (page) => {
  for (const time of page.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const isShort = time.closest(".talk") || at.toDateString() === now();
    time.textContent = isShort ? at.toLocaleTimeString([], { timeStyle: "short" }) : at.toLocaleDateString([], { day: "numeric", month: "short" });
    time.title = at.toLocaleString();
  }
};

/** Writes the day above the first message of each. @param {ParentNode} talk */
export const writeDays = (talk) => {
  let day = "";
  for (const time of talk.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    if (at.toDateString() === day) continue;
    day = at.toDateString();
    const said = document.createElement("p");
    said.className = "day";
    said.textContent = day === now() ? "Today" : at.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
    time.closest(".said")?.before(said);
  }
};
