package etalon.interop.opensaml;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.opensaml.core.config.InitializationService;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.core.xml.config.XMLObjectProviderRegistrySupport;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.security.impl.SAMLSignatureProfileValidator;
import org.opensaml.security.x509.BasicX509Credential;
import org.opensaml.xmlsec.keyinfo.KeyInfoSupport;
import org.opensaml.xmlsec.signature.support.SignatureException;
import org.opensaml.xmlsec.signature.support.SignatureValidator;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads the one SAML 2.0 assertion of each XML file of a folder with OpenSAML, and prints
 * "name SIGNATURE PROFILE": whether its signature holds (valid, invalid, none, unread),
 * by the key of the first certificate beside it, and whether it has the form that SAML
 * asks of a signature (fit, unfit, none).
 */
public class Verify {
    public static void main(String[] args) throws Exception {
        InitializationService.initialize();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path f : files.filter(p -> p.toString().endsWith(".xml")).sorted().toList()) {
                System.out.println(f.getFileName() + " " + verdict(f));
            }
        }
    }

    static String verdict(Path file) {
        Assertion assertion;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            NodeList found = factory.newDocumentBuilder().parse(new ByteArrayInputStream(Files.readAllBytes(file)))
                .getElementsByTagNameNS("urn:oasis:names:tc:SAML:2.0:assertion", "Assertion");
            if (found.getLength() == 0) {
                return "none none";
            }
            Element e = (Element) found.item(0);
            XMLObject read = XMLObjectProviderRegistrySupport.getUnmarshallerFactory().getUnmarshaller(e).unmarshall(e);
            assertion = (Assertion) read;
        } catch (Exception e) {
            return "unread none";
        }
        if (assertion.getSignature() == null) {
            return "none none";
        }
        String form = "fit";
        try {
            new SAMLSignatureProfileValidator().validate(assertion.getSignature());
        } catch (SignatureException e) {
            form = "unfit";
        }
        try {
            var certificates = KeyInfoSupport.getCertificates(assertion.getSignature().getKeyInfo());
            SignatureValidator.validate(assertion.getSignature(), new BasicX509Credential(certificates.get(0)));
            return "valid " + form;
        } catch (Exception e) {
            return "invalid " + form;
        }
    }
}
