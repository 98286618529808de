package service

import (
	"io"
	"net/http"
	"strings"
)

// description is the service as a client of SOAP reads it: the names are those of GITB;
// what messages hold is left to its schemas, which clients have.
const description = `<?xml version="1.0" encoding="UTF-8"?>
<w:definitions name="ValidationService" targetNamespace="http://www.gitb.com/vs/v1/" xmlns:w="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:v="http://www.gitb.com/vs/v1/" xmlns:x="http://www.w3.org/2001/XMLSchema" xmlns:a="http://www.w3.org/2007/05/addressing/metadata">
  <w:types><x:schema targetNamespace="http://www.gitb.com/vs/v1/">
    <x:element name="GetModuleDefinitionRequest" type="x:anyType"/>
    <x:element name="GetModuleDefinitionResponse" type="x:anyType"/>
    <x:element name="ValidateRequest" type="x:anyType"/>
    <x:element name="ValidationResponse" type="x:anyType"/>
  </x:schema></w:types>
  <w:message name="define"><w:part name="parameters" element="v:GetModuleDefinitionRequest"/></w:message>
  <w:message name="defined"><w:part name="parameters" element="v:GetModuleDefinitionResponse"/></w:message>
  <w:message name="validate"><w:part name="parameters" element="v:ValidateRequest"/></w:message>
  <w:message name="validated"><w:part name="parameters" element="v:ValidationResponse"/></w:message>
  <w:portType name="ValidationService">
    <w:operation name="getModuleDefinition">
      <w:input message="v:define" a:Action="http://gitb.com/ValidationService/getModuleDefinition"/>
      <w:output message="v:defined" a:Action="http://gitb.com/ValidationService/getModuleDefinitionResponse"/>
    </w:operation>
    <w:operation name="validate">
      <w:input message="v:validate" a:Action="http://gitb.com/ValidationService/validate"/>
      <w:output message="v:validated" a:Action="http://gitb.com/ValidationService/validateResponse"/>
    </w:operation>
  </w:portType>
  <w:binding name="ValidationServicePortBinding" type="v:ValidationService">
    <s:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <w:operation name="getModuleDefinition"><s:operation soapAction=""/><w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output></w:operation>
    <w:operation name="validate"><s:operation soapAction=""/><w:input><s:body use="literal"/></w:input><w:output><s:body use="literal"/></w:output></w:operation>
  </w:binding>
  <w:service name="ValidationService"><w:port name="ValidationServicePort" binding="v:ValidationServicePortBinding"><s:address location="$LOCATION"/></w:port></w:service>
</w:definitions>
`

func (s *Service) wsdl(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	if _, err := io.WriteString(w, strings.Replace(description, "$LOCATION", escaped(s.base(r)+"/gitb/validation"), 1)); err != nil {
		s.note(err)
	}
}
