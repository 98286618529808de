import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.transform.sax.SAXSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Says of each document whether the JDK's Xerces finds it valid: java Validate.java SCHEMA.
 * A document comes as a length of four bytes, big-endian, and that many bytes. The answer
 * is a line: "valid", or "invalid" and the first error. Nothing is fetched.
 */
public final class Validate {
    private Validate() {
    }

    public static void main(String[] args) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "file");
        Schema schema = factory.newSchema(new File(args[0]));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        out.println("ready");
        out.flush();
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException end) {
                return;
            }
            out.println(verdict(schema, in.readNBytes(length)));
            out.flush();
        }
    }

    private static String verdict(Schema schema, byte[] document) throws Exception {
        First first = new First();
        Validator validator = schema.newValidator();
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        validator.setErrorHandler(first);
        try {
            validator.validate(new SAXSource(new InputSource(new ByteArrayInputStream(document))));
        } catch (SAXException e) {
            first.note(e);
        }
        return first.said == null ? "valid" : "invalid " + first.said.replaceAll("\\s+", " ");
    }

    /** The first error. */
    private static final class First implements ErrorHandler {
        private String said;

        private void note(Exception e) {
            if (said == null) {
                said = String.valueOf(e.getMessage());
            }
        }

        @Override
        public void warning(SAXParseException e) {
        }

        @Override
        public void error(SAXParseException e) {
            note(e);
        }

        @Override
        public void fatalError(SAXParseException e) {
            note(e);
        }
    }
}
