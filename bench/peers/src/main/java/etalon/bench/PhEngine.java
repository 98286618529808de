package etalon.bench;

import com.helger.schematron.saxon.SchematronTransformerFactory;
import com.helger.schematron.sch.SchematronResourceSCH;
import java.io.File;
import java.util.HashMap;
import java.util.Map;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.TransformerFactoryImpl;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.XdmNode;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** ph-schematron, with the ISO stylesheets that it carries (on Saxon-HE). */
final class PhEngine implements Engine {
    private final Map<File, SchematronResourceSCH> loaded = new HashMap<>();
    private final Processor saxon;

    PhEngine() {
        var factory = (TransformerFactoryImpl) SchematronTransformerFactory.getDefaultSaxonFirst();
        saxon = new Processor(factory.getConfiguration()); // or it would copy every document
    }

    @Override
    public XdmNode parse(File document) throws Exception {
        return saxon.newDocumentBuilder().build(new StreamSource(document));
    }

    @Override
    public void load(File entry) {
        SchematronResourceSCH s = SchematronResourceSCH.fromFile(entry);
        if (!s.isValidSchematron()) {
            throw new IllegalStateException("ph-schematron does not compile it");
        }
        loaded.put(entry, s);
    }

    @Override
    public void run(File entry, XdmNode document) throws Exception {
        judge(entry, document);
    }

    @Override
    public int count(File entry, XdmNode document) throws Exception {
        NodeList all = judge(entry, document).getElementsByTagNameNS("*", "*");
        int n = 0;
        for (int i = 0; i < all.getLength(); i++) {
            if (Peers.isCheck(all.item(i).getLocalName())) {
                n++;
            }
        }
        return n;
    }

    private Document judge(File entry, XdmNode document) throws Exception {
        Document svrl = loaded.get(entry).applySchematronValidation(document.asSource());
        if (svrl == null) {
            throw new IllegalStateException("ph-schematron gives no report");
        }
        return svrl;
    }
}
