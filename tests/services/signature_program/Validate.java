import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Says of each PDF in one line: its name, the verdict, the reason of a bad one, the level of the signature. Arguments: --trust CERTIFICATE, --crl LIST, PDFs. */
class Validate {
    public static void main(String[] arguments) throws IOException {
        CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
        List<InputStream> lists = new ArrayList<>();
        List<File> documents = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--trust" -> trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[++i])));
                case "--crl" -> lists.add(Files.newInputStream(Path.of(arguments[++i])));
                default -> documents.add(new File(arguments[i]));
            }
        }
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        // Nothing is fetched: what is not in the file or named here is not there.
        verifier.setAIASource(null);
        verifier.setCrlSource(new ExternalResourcesCRLSource(lists.toArray(new InputStream[0])));
        documents.forEach(document -> judge(document, verifier));
    }

    private static void judge(File document, CommonCertificateVerifier verifier) {
        SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(document));
        validator.setCertificateVerifier(verifier);
        SimpleReport report = validator.validateDocument().getSimpleReport();
        if (report.getSignatureIdList().isEmpty()) {
            System.out.println(String.join("\t", document.getName(), "NOT_SIGNED", "", ""));
        }
        for (String id : report.getSignatureIdList()) {
            Object reason = report.getSubIndication(id);
            System.out.println(String.join("\t", document.getName(), report.getIndication(id).name(),
                reason == null ? "" : reason.toString(), report.getSignatureFormat(id).toString()));
        }
    }
}
