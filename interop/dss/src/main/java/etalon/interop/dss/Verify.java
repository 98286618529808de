package etalon.interop.dss;

import eu.europa.esig.dss.enumerations.MimeTypeEnum;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.signature.AdvancedSignature;
import eu.europa.esig.dss.xades.validation.XMLDocumentAnalyzer;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Verifies the one signature of each XML file of a folder with EU DSS, and prints "name
 * valid LEVEL", "name invalid -" or "name unread -" for each: whether the value of the
 * signature holds and all references were found and are intact. X.doc of the folder is
 * the document of urn:oid:X. Nothing is fetched, and no certificate is trusted or not.
 */
public class Verify {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        List<DSSDocument> documents = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path f : files.filter(p -> p.toString().endsWith(".doc")).sorted().toList()) {
                String name = "urn:oid:" + f.getFileName().toString().replaceFirst("\\.doc$", "");
                documents.add(new InMemoryDocument(Files.readAllBytes(f), name, MimeTypeEnum.BINARY));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path f : files.filter(p -> p.toString().endsWith(".xml")).sorted().toList()) {
                System.out.println(f.getFileName() + " " + verdict(f, documents));
            }
        }
    }

    static String verdict(Path file, List<DSSDocument> documents) {
        XMLDocumentAnalyzer analyzer;
        List<AdvancedSignature> found;
        try {
            analyzer = new XMLDocumentAnalyzer(new InMemoryDocument(Files.readAllBytes(file)));
            analyzer.setCertificateVerifier(new CommonCertificateVerifier());
            analyzer.setDetachedContents(documents);
            found = analyzer.getSignatures();
        } catch (Exception e) {
            return "unread -";
        }
        try {
            if (found.size() != 1) {
                return "invalid -";
            }
            AdvancedSignature s = found.get(0);
            if (!s.getSignatureCryptographicVerification().isSignatureValid()) {
                return "invalid -";
            }
            return "valid " + level(s);
        } catch (Exception e) {
            return "invalid -";
        }
    }

    static String level(AdvancedSignature s) {
        try {
            SignatureLevel level = s.getDataFoundUpToLevel();
            return level == null ? "-" : level.name();
        } catch (Exception e) {
            return "-";
        }
    }
}
