import type { Service } from '../wire/exchange.js';

/** Companies' own addresses that lead to something of theirs elsewhere, as `https://sso.portal.example`. */
export const companyAddress: Service = {
  name: 'company-address',
  serves: (host) => host.endsWith('.portal.example'),
  answer: ({ aws, request, entry }) => {
    entry.operation = `CompanyAddress ${request.method}`;
    const address = aws.companyAddresses.get(request.host);
    if (address === undefined) return { status: 404, body: 'Not Found\n' };
    if (request.method === 'HEAD' && address.knowsHead === false) return { status: 405 };
    const { status = 302, location } = address;
    return { status, ...(location !== undefined && { headers: { location } }) };
  },
};
