package etalon.bench;

import java.io.File;
import java.io.OutputStream;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.Destination;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.s9api.XsltTransformer;
import net.sf.saxon.s9api.streams.Steps;

/** Saxon-HE, with SchXslt to make a stylesheet of each schematron. */
final class SchXsltEngine implements Engine {
    private final Processor saxon = new Processor(false);
    private final Map<File, XsltExecutable> loaded = new HashMap<>();
    private XsltExecutable pipeline;

    @Override
    public XdmNode parse(File document) throws Exception {
        return saxon.newDocumentBuilder().build(new StreamSource(document));
    }

    @Override
    public void load(File entry) throws Exception {
        if (pipeline == null) {
            URL url = SchXsltEngine.class.getResource("/xslt/2.0/pipeline-for-svrl.xsl");
            pipeline = compiler().compile(new StreamSource(url.toString()));
        }
        XdmDestination made = new XdmDestination();
        made.setBaseURI(entry.toURI()); // document() in rules is relative to the entry
        XsltTransformer t = pipeline.load();
        t.setSource(new StreamSource(entry));
        t.setDestination(made);
        t.setMessageHandler(m -> { });
        t.transform();
        loaded.put(entry, compiler().compile(made.getXdmNode().asSource()));
    }

    private XsltCompiler compiler() {
        XsltCompiler c = saxon.newXsltCompiler();
        c.setErrorReporter(e -> { });
        return c;
    }

    @Override
    public void run(File entry, XdmNode document) throws Exception {
        transform(entry, document, saxon.newSerializer(OutputStream.nullOutputStream()));
    }

    @Override
    public int count(File entry, XdmNode document) throws Exception {
        XdmDestination svrl = new XdmDestination();
        transform(entry, document, svrl);
        try (var all = svrl.getXdmNode().select(Steps.descendant(n -> named(n)))) {
            return (int) all.count();
        }
    }

    private static boolean named(XdmNode n) {
        return n.getNodeName() != null && Peers.isCheck(n.getNodeName().getLocalName());
    }

    private void transform(File entry, XdmNode document, Destination to) throws Exception {
        XsltTransformer t = loaded.get(entry).load();
        t.setInitialContextNode(document);
        t.setDestination(to);
        t.setMessageHandler(m -> { });
        t.setErrorReporter(e -> { });
        t.transform();
    }
}
