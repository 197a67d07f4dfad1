// Reads {"credential": …, "documents": {address: document}} and prints {"verified": …, "revoked": …, "errors": […]}.
// Digital Bazaar's libraries do the work; every document they ask for comes from the input, so that nothing is fetched.
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {text} from 'node:stream/consumers';

const {credential, documents, now} = JSON.parse(await text(process.stdin));

async function documentLoader(url) {
  const [address, fragment] = url.split('#');
  const document = documents[address];
  if(document === undefined) {
    throw new Error(`${url} is not among the documents.`);
  }
  return {contextUrl: null, documentUrl: url, document: fragment ? part(document, url) : document};
}

// A key of a DID document, as a resolver gives it.
function part(document, url) {
  const found = document.verificationMethod?.find(method => method.id === url);
  if(found === undefined) {
    throw new Error(`${url} is not published.`);
  }
  return {'@context': 'https://w3id.org/security/multikey/v1', ...found};
}

const suite = new DataIntegrityProof({cryptosuite});
const result = await vc.verifyCredential({
  credential, suite, documentLoader, now,
  checkStatus: given => checkStatus({...given, suite, documentLoader, verifyBitstringStatusListCredential: true})
});
const errors = [result.error, ...(result.error?.errors ?? []), result.statusResult?.error].filter(Boolean);
// The library tells a place's bit and leaves to its user what the bit means.
const revoked = Boolean(result.statusResult?.results?.some(({status}) => status));
console.log(JSON.stringify({verified: result.verified, revoked, errors: errors.map(error => error.message)}));
