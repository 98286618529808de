import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.crypto.*;
import javax.xml.crypto.dsig.*;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.*;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.*;

/**
 * Verifies the one signature of each XML file of a folder with the JDK's
 * javax.xml.crypto, and prints "name valid", "name invalid" or "name unread" for each.
 * A reference urn:oid:X is to the file X.doc of the folder; nothing else is looked up.
 */
public class Verify {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path f : files.filter(p -> p.toString().endsWith(".xml")).sorted().toList()) {
                System.out.println(f.getFileName() + " " + verdict(folder, f));
            }
        }
    }

    static String verdict(Path folder, Path file) {
        Document doc;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            doc = builder.parse(new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (Exception e) {
            return "unread";
        }
        try {
            NodeList found = doc.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
            if (found.getLength() != 1) {
                return "invalid";
            }
            identify(doc.getDocumentElement());
            DOMValidateContext context = new DOMValidateContext(new Given(), found.item(0));
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.FALSE);
            context.setURIDereferencer(new Inside(folder));
            XMLSignature signature = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context);
            return signature.validate(context) ? "valid" : "invalid";
        } catch (Exception e) {
            return "invalid";
        }
    }

    /** Declares the attributes ID, Id and id of all elements as identifiers. */
    static void identify(Element e) {
        for (String name : List.of("ID", "Id", "id")) {
            if (e.hasAttribute(name)) {
                e.setIdAttribute(name, true);
            }
        }
        for (Node n = e.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element child) {
                identify(child);
            }
        }
    }

    /** The key of the first certificate in KeyInfo. */
    static class Given extends KeySelector {
        public KeySelectorResult select(KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context) throws KeySelectorException {
            if (info != null) {
                for (Object o : info.getContent()) {
                    if (o instanceof X509Data data) {
                        for (Object c : data.getContent()) {
                            if (c instanceof X509Certificate certificate) {
                                Key key = certificate.getPublicKey();
                                return () -> key;
                            }
                        }
                    }
                }
            }
            throw new KeySelectorException("no certificate");
        }
    }

    /** Looks inside the document, and up the documents of the folder. */
    record Inside(Path folder) implements URIDereferencer {
        public Data dereference(URIReference reference, XMLCryptoContext context) throws URIReferenceException {
            String uri = reference.getURI();
            if (uri != null && uri.startsWith("urn:oid:") && uri.substring(8).matches("[0-9.]+")) {
                try {
                    return new OctetStreamData(new ByteArrayInputStream(Files.readAllBytes(folder.resolve(uri.substring(8) + ".doc"))));
                } catch (java.io.IOException e) {
                    throw new URIReferenceException(e);
                }
            }
            if (uri == null || !uri.isEmpty() && !uri.startsWith("#")) {
                throw new URIReferenceException("outside");
            }
            return XMLSignatureFactory.getInstance("DOM").getURIDereferencer().dereference(reference, context);
        }
    }
}
