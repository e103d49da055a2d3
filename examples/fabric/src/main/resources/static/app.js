// The page's half of fabric's sign-in: it makes state and code verifier, sends the person to fabric, and hands the code to the back end.
const element = (id) => document.getElementById(id);
const base64Url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64Url(crypto.getRandomValues(new Uint8Array(32)));

async function signIn() {
  const settings = await (await fetch('bff/settings')).json();
  const attempt = { state: random(), verifier: random() };
  sessionStorage.setItem('attempt', JSON.stringify(attempt));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(attempt.verifier));
  const url = new URL(settings.authorizationUrl);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: settings.redirectUri,
    state: attempt.state,
    code_challenge: base64Url(digest),
    code_challenge_method: 'S256',
  });
  location.assign(url);
}

async function handOver(answer) {
  const attempt = JSON.parse(sessionStorage.getItem('attempt') ?? '{}');
  sessionStorage.removeItem('attempt');
  history.replaceState(null, '', location.pathname);
  if (!attempt.state || answer.get('state') !== attempt.state || !answer.has('code')) {
    return 'The sign-in did not work: ' + (answer.get('error_description') ?? answer.get('error') ?? 'it was not begun here') + '.';
  }
  const response = await fetch('bff/login', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code: answer.get('code'), code_verifier: attempt.verifier }),
  });
  return response.ok ? null : await response.text();
}

async function show() {
  const answer = new URLSearchParams(location.search);
  const problem = answer.has('state') ? await handOver(answer) : null;
  const orders = await fetch('bff/orders');
  element('sign-in').hidden = orders.ok;
  element('state').textContent = problem ?? (orders.ok ? 'Signed in.' : await orders.text());
  element('orders').textContent = orders.ok ? JSON.stringify(await orders.json(), null, 2) : '';
}

element('sign-in').addEventListener('click', signIn);
show();
