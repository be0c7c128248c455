// Passkeys: what the browser asks its owner for, between the server's question and its own answer.
// A form says which: data-passkey="create" or "get", the question in data-options or at its address.
const form = document.querySelector("[data-passkey]");
const trouble = form.querySelector("[data-trouble]");
const { passkey: kind, options } = form.dataset;
const { cancelled, known } = trouble.dataset;
const { PublicKeyCredential: Key } = window;

// an address of digits has no name that a passkey could be for
const named = !/^[\d.]+$|^\[/.test(location.hostname);
const able = Boolean(named && Key?.parseRequestOptionsFromJSON && navigator.credentials);
for (const one of document.querySelectorAll("[data-when]")) one.hidden = (one.dataset.when === "able") !== able;
if (able) form.hidden = false;

async function question() {
  if (options) return JSON.parse(options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw answer;
  return (await answer.json()).request_options;
}

async function ceremony() {
  const { publicKey } = await question();
  const asked =
    kind === "create" ? Key.parseCreationOptionsFromJSON(publicKey) : Key.parseRequestOptionsFromJSON(publicKey);
  return navigator.credentials[kind]({ publicKey: asked });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [button] = form.querySelectorAll("button:not([type])");
  button.disabled = true;
  trouble.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await ceremony());
    form.submit();
  } catch (error) {
    trouble.lastElementChild.textContent = error.name === "InvalidStateError" ? known : cancelled;
    trouble.hidden = false;
    button.disabled = false;
    button.focus();
  }
});
