package io.github.oidctoken.testkit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A real browser without a window: Debian's packages {@code chromium} and {@code chromium-driver}. Nothing is downloaded. Not thread-safe. */
public final class Chromium implements AutoCloseable {

    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final List<Path> DRIVERS =
            List.of(Path.of("/usr/bin/chromedriver"), Path.of("/usr/lib/chromium-browser/chromedriver"));
    private static final Duration WAIT = Duration.ofSeconds(30);

    private final ChromeDriver driver;
    private final Path profile;

    private Chromium(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    /** Starts a browser; empty, and told in the log of the build, where there is none. */
    public static Optional<Chromium> start() {
        Optional<Path> browser = installed(BROWSERS);
        Optional<Path> driver = installed(DRIVERS);
        if (browser.isEmpty() || driver.isEmpty()) {
            return absent("the packages chromium and chromium-driver are not installed");
        }
        try {
            Path profile = Files.createTempDirectory("chromium");
            ChromeOptions options = new ChromeOptions();
            options.setBinary(browser.get().toFile());
            options.addArguments(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--no-first-run",
                    "--no-proxy-server",
                    "--hide-scrollbars",
                    "--user-data-dir=" + profile);
            ChromeDriverService service = new ChromeDriverService.Builder()
                    .usingDriverExecutable(driver.get().toFile())
                    .usingAnyFreePort()
                    .build();
            return Optional.of(new Chromium(new ChromeDriver(service, options), profile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (WebDriverException e) {
            return absent(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static Optional<Chromium> absent(String reason) {
        BuildLog.print("SKIPPED: no test ran in a real browser: " + reason);
        return Optional.empty();
    }

    private static Optional<Path> installed(List<Path> places) {
        return places.stream().filter(Files::isExecutable).findFirst();
    }

    /** Opens an address. */
    public void open(URI uri) {
        driver.get(uri.toString());
    }

    /** Waits until the page has an element and its text. */
    public void waitFor(String selector, String text) {
        new WebDriverWait(driver, WAIT)
                .withMessage(() -> driver.getCurrentUrl() + " shows: " + text())
                .until(ExpectedConditions.textToBePresentInElementLocated(By.cssSelector(selector), text));
    }

    /** Presses a button or follows a link. */
    public void click(String selector) {
        use(selector, WebElement::click);
    }

    /** Has the keyboard's focus at a button or link. */
    public void focus(String selector) {
        use(selector, element -> driver.executeScript("arguments[0].focus()", element));
    }

    /** Runs no script of the pages that are opened from now on. */
    public void withoutScripts() {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    /** Types into a field. */
    public void type(String selector, String text) {
        use(selector, element -> element.sendKeys(text));
    }

    /** A page that renews itself may replace the element between the look and the use. */
    private void use(String selector, Consumer<WebElement> use) {
        new WebDriverWait(driver, WAIT)
                .withMessage(() -> driver.getCurrentUrl() + " shows: " + text())
                .ignoring(StaleElementReferenceException.class)
                .until(browser -> {
                    WebElement element = ExpectedConditions.elementToBeClickable(By.cssSelector(selector))
                            .apply(browser);
                    if (element == null) {
                        return false;
                    }
                    use.accept(element);
                    return true;
                });
    }

    /** All that is shown. */
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Where it is. */
    public URI address() {
        return URI.create(String.valueOf(driver.getCurrentUrl()));
    }

    /** How wide the page is, in CSS pixels: wider than the window if it has to be scrolled sideways. */
    public long pageWidth() {
        return ((Number) driver.executeScript("return document.documentElement.scrollWidth")).longValue();
    }

    /** What a script says about the page. */
    public @Nullable Object evaluate(String script) {
        return driver.executeScript(script);
    }

    /** Presses the tabulator, so that the keyboard's focus goes to what can be used next. */
    public void pressTab() {
        driver.switchTo().activeElement().sendKeys(Keys.TAB);
    }

    /** Looks at the page as it is in a window of that width, light or dark. */
    public void look(int width, int height, String colorScheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
    }

    /** Saves what is seen as a PNG file. */
    public void save(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
        // its last processes may still write there
        await().ignoreExceptions().until(this::isTidiedUp);
    }

    private boolean isTidiedUp() throws IOException {
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return true;
    }
}
