/** Asks the server; what it says of a fault is the error's message. */
export async function get(path, values = {}) {
  const answer = await fetch(`api/${path}?${new URLSearchParams(values)}`);
  if (!answer.ok) throw new Error((await answer.text()).trim() || `The server answers ${answer.status}.`);
  return answer.json();
}

export function fileAddress(path) {
  return `file?${new URLSearchParams({ path })}`;
}

export function reportAddress(path) {
  return `report/${path.split('/').map(encodeURIComponent).join('/')}`;
}
