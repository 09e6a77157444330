package dev.caravan.config.receipts;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.slf4j.Slf4jLogger;
import com.openhtmltopdf.util.XRLog;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.DataNode;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Prints the receipt's page as a PDF that carries its style and fonts with it; nothing is fetched for it. */
@Component("receiptPdf")
public class ReceiptPdf implements Processor {

  private static final String FONTS = "net/sf/jasperreports/fonts/dejavu/";

  private final String style;

  public ReceiptPdf() throws IOException {
    XRLog.setLoggerImpl(new Slf4jLogger());
    style = new ClassPathResource("static/receipt.css").getContentAsString(StandardCharsets.UTF_8);
  }

  @Override
  public void process(Exchange exchange) throws IOException {
    var page = Jsoup.parse(exchange.getMessage().getBody(String.class));
    page.head().select("link").remove();
    page.head().appendElement("style").appendChild(new DataNode(style));
    var pdf = new ByteArrayOutputStream();
    new PdfRendererBuilder()
        .useUriResolver((base, uri) -> null)
        .useFont(() -> font("DejaVuSans.ttf"), "Receipt", 400, FontStyle.NORMAL, true)
        .useFont(() -> font("DejaVuSans-Bold.ttf"), "Receipt", 700, FontStyle.NORMAL, true)
        .usePdfUaAccessibility(true)
        .withW3cDocument(new W3CDom().fromJsoup(page), null)
        .toStream(pdf)
        .run();
    exchange.getMessage().setBody(pdf.toByteArray());
  }

  private static InputStream font(String file) {
    try {
      return new ClassPathResource(FONTS + file).getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
