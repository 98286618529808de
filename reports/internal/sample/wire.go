package sample

import "strings"

// Request is the raw HTTP request of exchange x0003.
func Request() []byte {
	return []byte(strings.ReplaceAll(request, "\n", "\r\n"))
}

// Response is the raw HTTP response of exchange x0003: the envelope on one
// line, as most products write it.
func Response() []byte {
	return []byte(strings.ReplaceAll(response, "\n", "\r\n"))
}

const request = `POST /si-dmp-server/v2/services/repository HTTP/1.1
Host: dmp.etalon.invalid
Content-Type: multipart/related; type="application/xop+xml"; boundary="lot"; start="<root@lps>"

--lot
Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"
Content-ID: <root@lps>

<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">
  <s:Header>
    <wsa:Action xmlns:wsa="http://www.w3.org/2005/08/addressing">urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</wsa:Action>
    <wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">
      <saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0">
        <saml2:AttributeStatement>
          <saml2:Attribute Name="VIHF_Version">
            <saml2:AttributeValue>2.0</saml2:AttributeValue>
          </saml2:Attribute>
        </saml2:AttributeStatement>
      </saml2:Assertion>
    </wsse:Security>
  </s:Header>
  <s:Body>
    <rim:ExtrinsicObject xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" id="Document01" mimeType="text/xml">
      <rim:Classification classificationScheme="urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a" nodeRepresentation="10">
        <rim:Name>
          <rim:LocalizedString value="CR"/>
        </rim:Name>
      </rim:Classification>
    </rim:ExtrinsicObject>
  </s:Body>
</s:Envelope>
--lot--
`

const response = `HTTP/1.1 200 OK
Content-Type: application/soap+xml; charset=UTF-8

<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><wsa:RelatesTo xmlns:wsa="http://www.w3.org/2005/08/addressing">urn:uuid:00000000-0000-4000-8000-000000000001</wsa:RelatesTo></s:Header><s:Body><rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/></s:Body></s:Envelope>
`
