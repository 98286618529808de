package etalon.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.transform.ErrorListener;
import javax.xml.transform.Source;
import javax.xml.transform.Templates;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.TransformerFactoryImpl;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.XdmNode;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The published chain: the ISO skeleton stylesheets make a stylesheet of each schematron. It runs
 * on the Saxon of the class path, meant to be the old one that the chain uses, and so keeps to
 * what old and new versions both have.
 */
final class OfficialEngine implements Engine {
    /** The stylesheets, in the order in which they are applied to a schematron. */
    static final String[] STEPS = {"iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt2.xsl"};

    private final Processor saxon = new Processor(false);
    private final TransformerFactoryImpl factory = new TransformerFactoryImpl(saxon.getUnderlyingConfiguration());
    private final File stylesheets;
    private final Templates[] steps = new Templates[STEPS.length];
    private final Map<File, Templates> loaded = new HashMap<>();

    OfficialEngine(File stylesheets) {
        this.stylesheets = stylesheets;
        factory.setErrorListener(new Quiet());
    }

    @Override
    public XdmNode parse(File document) throws Exception {
        return saxon.newDocumentBuilder().build(new StreamSource(document));
    }

    @Override
    public void load(File entry) throws Exception {
        byte[] text = null;
        for (int i = 0; i < STEPS.length; i++) {
            if (steps[i] == null) {
                steps[i] = factory.newTemplates(new StreamSource(new File(stylesheets, STEPS[i])));
            }
            var out = new ByteArrayOutputStream();
            transform(steps[i], text == null ? new StreamSource(entry) : read(text, entry), out);
            text = out.toByteArray();
        }
        loaded.put(entry, factory.newTemplates(read(text, entry)));
    }

    /** Gives a text the entry's place: document() in rules is relative to it. */
    private static Source read(byte[] text, File entry) {
        return new StreamSource(new ByteArrayInputStream(text), entry.toURI().toString());
    }

    @Override
    public void run(File entry, XdmNode document) throws Exception {
        transform(loaded.get(entry), document.asSource(), OutputStream.nullOutputStream());
    }

    @Override
    public int count(File entry, XdmNode document) throws Exception {
        var svrl = new ByteArrayOutputStream();
        transform(loaded.get(entry), document.asSource(), svrl);
        int[] n = {0};
        var parsers = SAXParserFactory.newInstance();
        parsers.setNamespaceAware(true);
        parsers.newSAXParser().parse(new ByteArrayInputStream(svrl.toByteArray()), new DefaultHandler() {
            @Override
            public void startElement(String uri, String local, String name, Attributes a) {
                n[0] += Peers.isCheck(local) ? 1 : 0;
            }
        });
        return n[0];
    }

    private static void transform(Templates by, Source in, OutputStream out) throws Exception {
        Transformer t = by.newTransformer();
        t.setErrorListener(new Quiet());
        t.transform(in, new StreamResult(out));
    }

    /** Leaves warnings unsaid; errors end the transformation and are told by it. */
    private static final class Quiet implements ErrorListener {
        @Override
        public void warning(TransformerException e) {}

        @Override
        public void error(TransformerException e) {}

        @Override
        public void fatalError(TransformerException e) throws TransformerException {
            throw e;
        }
    }
}
