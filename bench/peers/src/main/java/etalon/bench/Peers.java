package etalon.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import net.sf.saxon.Version;
import net.sf.saxon.s9api.XdmNode;
import org.xml.sax.SAXParseException;

/**
 * Runs other engines for the driver. {@code serve} answers one line of standard input with one
 * line: {@code ok TAB number} (nanoseconds, or a count) or {@code no TAB reason}. {@code cold
 * ENGINE SCHEMA DOCUMENT ENTRY...} compiles and runs everything once; {@code xsd SCHEMA DOCUMENT}
 * the schema alone.
 */
final class Peers {
    private final Map<String, Engine> engines = new HashMap<>();
    private final Map<String, XdmNode> documents = new HashMap<>(); // by engine and file
    private final Map<File, Schema> schemas = new HashMap<>();

    public static void main(String[] args) throws Exception {
        Peers p = new Peers();
        PrintStream out = System.out;
        System.setOut(System.err); // nobody else writes on the wire
        switch (args[0]) {
            case "serve" -> p.serve(out);
            case "cold" -> out.println(p.cold(args));
            case "xsd" -> out.println("xsd=" + p.validate(new File(args[1]), new File(args[2])));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Tells whether a name in an SVRL report is that of a failed assert or successful report. */
    static boolean isCheck(String local) {
        return "failed-assert".equals(local) || "successful-report".equals(local);
    }

    private void serve(PrintStream out) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = in.readLine()) != null; ) {
            String said;
            try {
                said = "ok\t" + answer(line.split("\t"));
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                said = "no\t" + String.valueOf(e).replaceAll("\\s+", " ");
            }
            out.println(said);
            out.flush();
        }
    }

    private Object answer(String[] ask) throws Exception {
        long start = System.nanoTime();
        switch (ask[0]) {
            case "version" -> {
                return "Saxon-HE " + Version.getProductVersion() + ", Java " + System.getProperty("java.version");
            }
            case "load" -> engine(ask[1]).load(new File(ask[2]));
            case "schema" -> schema(new File(ask[1]));
            case "parse" -> documents.put(ask[1] + ask[2], engine(ask[1]).parse(new File(ask[2])));
            case "run" -> {
                XdmNode d = documents.get(ask[1] + ask[3]);
                start = System.nanoTime();
                engine(ask[1]).run(new File(ask[2]), d);
            }
            case "count" -> {
                return engine(ask[1]).count(new File(ask[2]), documents.get(ask[1] + ask[3]));
            }
            case "xsd" -> validate(new File(ask[1]), new File(ask[2]));
            default -> throw new IllegalArgumentException(ask[0]);
        }
        return System.nanoTime() - start;
    }

    private String cold(String[] args) throws Exception {
        Engine engine = engine(args[1]);
        schema(new File(args[2]));
        File document = new File(args[3]);
        StringBuilder said = new StringBuilder("xsd=" + validate(new File(args[2]), document));
        XdmNode d = engine.parse(document);
        for (int i = 4; i < args.length; i++) {
            File entry = new File(args[i]);
            engine.load(entry);
            said.append(' ').append(entry.getName()).append('=').append(engine.count(entry, d));
        }
        return said.toString();
    }

    private Engine engine(String name) {
        return engines.computeIfAbsent(name, n -> switch (n) {
            case "schxslt" -> new SchXsltEngine();
            case "ph" -> new PhEngine();
            case "official" -> new OfficialEngine(new File(System.getProperty("etalon.stylesheets")));
            default -> throw new IllegalArgumentException(n);
        });
    }

    private Schema schema(File f) throws Exception {
        Schema s = schemas.get(f);
        if (s == null) {
            s = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(f);
            schemas.put(f, s);
        }
        return s;
    }

    private boolean validate(File schema, File document) throws Exception {
        try {
            schema(schema).newValidator().validate(new StreamSource(document));
            return true;
        } catch (SAXParseException e) {
            return false;
        }
    }
}
