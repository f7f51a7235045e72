/* SPDX-License-Identifier: Apache-2.0 */
/* Counter.java - stand-ins for the till's own objects: as much of them as the adapter and its scripts call, with the
 * names and the arithmetic that the uniCenta family has (prices without tax, doubles, taxes rounded by rate).
 */
package regulars.test.unicenta;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;

public final class Counter {
	private Counter() {
	}

	public static class TaxInfo {
		private final double rate;

		public TaxInfo(double rate) {
			this.rate = rate;
		}

		public double getRate() {
			return rate;
		}
	}

	public static class TicketLineInfo {
		private final Properties properties = new Properties();
		private final TaxInfo tax;
		private final double multiply;
		private final double price;
		private final String product;

		public TicketLineInfo(String product, String name, String category, double multiply, double price,
				      TaxInfo tax) {
			this.product = product;
			properties.setProperty("product.name", name);
			properties.setProperty("product.taxcategoryid", category);
			this.multiply = multiply;
			this.price = price;
			this.tax = tax;
		}

		public TicketLineInfo(String name, String category, double multiply, double price, TaxInfo tax) {
			this(null, name, category, multiply, price, tax);
		}

		public String getProductID() {
			return product;
		}

		public String getProductName() {
			return properties.getProperty("product.name");
		}

		public String getProductCategoryID() {
			return properties.getProperty("product.categoryid");
		}

		public String getProductTaxCategoryID() {
			return properties.getProperty("product.taxcategoryid");
		}

		public TaxInfo getTaxInfo() {
			return tax;
		}

		public double getTaxRate() {
			return tax.getRate();
		}

		public double getMultiply() {
			return multiply;
		}

		public double getPriceTax() {
			return price * (1.0 + tax.getRate());
		}

		public double getSubValue() {
			return price * multiply;
		}

		public double getTax() {
			return getSubValue() * tax.getRate();
		}

		public double getValue() {
			return getSubValue() * (1.0 + tax.getRate());
		}

		public String getProperty(String key) {
			return properties.getProperty(key);
		}

		public void setProperty(String key, String value) {
			properties.setProperty(key, value);
		}
	}

	public static class PaymentInfo {
		private final String name;
		private final double total;

		public PaymentInfo(String name, double total) {
			this.name = name;
			this.total = total;
		}

		public String getName() {
			return name;
		}

		public double getTotal() {
			return total;
		}
	}

	public static class CustomerInfoExt {
		private final String card;

		public CustomerInfoExt(String card) {
			this.card = card;
		}

		public String getCard() {
			return card;
		}
	}

	public static class UserInfo {
		public String getName() {
			return "Administrator";
		}
	}

	public static class TicketInfo {
		private final Properties properties = new Properties();
		private final List<TicketLineInfo> lines = new ArrayList<>();
		private final List<PaymentInfo> payments = new ArrayList<>();
		private final String id;
		private final int type;
		private Date date = new Date();
		private CustomerInfoExt customer;
		private Double taxes;

		public TicketInfo(String id, int type) {
			this.id = id == null ? UUID.randomUUID().toString() : id;
			this.type = type;
		}

		public String getId() {
			return id;
		}

		public int getTicketType() {
			return type;
		}

		public Date getDate() {
			return date;
		}

		public void setDate(Date date) {
			this.date = date;
		}

		public String getHost() {
			return "vm";
		}

		public UserInfo getUser() {
			return new UserInfo();
		}

		public CustomerInfoExt getCustomer() {
			return customer;
		}

		public void setCustomer(CustomerInfoExt customer) {
			this.customer = customer;
		}

		public List<TicketLineInfo> getLines() {
			return lines;
		}

		public void addLine(TicketLineInfo line) {
			lines.add(line);
		}

		public void removeLine(int index) {
			lines.remove(index);
		}

		public List<PaymentInfo> getPayments() {
			return payments;
		}

		public void resetTaxes() {
			taxes = null;
		}

		public boolean hasTaxesCalculated() {
			return taxes != null;
		}

		public double getTax() {
			return taxes != null ? taxes : lines.stream().mapToDouble(TicketLineInfo::getTax).sum();
		}

		public double getTotal() {
			return lines.stream().mapToDouble(TicketLineInfo::getSubValue).sum() + getTax();
		}

		public String getProperty(String key) {
			return properties.getProperty(key);
		}

		public void setProperty(String key, String value) {
			properties.setProperty(key, value);
		}
	}

	/* The taxes of a ticket: summed by rate, then rounded. */
	public static class TaxesLogic {
		public void calculateTaxes(TicketInfo ticket) {
			Map<Double, Double> sums = new TreeMap<>();
			for (TicketLineInfo line : ticket.getLines())
				sums.merge(line.getTaxRate(), line.getSubValue(), Double::sum);
			double taxes = 0.0;
			for (Map.Entry<Double, Double> sum : sums.entrySet())
				taxes += Math.rint(sum.getValue() * sum.getKey() * 100.0) / 100.0;
			ticket.taxes = taxes;
		}
	}
}
