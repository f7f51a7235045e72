/* poslog_names.c - see poslog_parts.h: the tags that are looked at.
 *
 * Names are the same in POSLog 2.x, 3 and 6 but where two stand beside each other; prefixes of name
 * spaces are the file's own choice, and are not looked at.
 */
#include <string.h>

#include "cli/logs/poslog_parts.h"

struct named {
	const char *name;
	enum poslog_node parent;
	enum poslog_node node;
};

static const struct named NAMED[] = {
	{ "POSLog", NODE_OUTSIDE, NODE_LOG },
	{ "Transaction", NODE_LOG, NODE_TRANSACTION },

	{ "RetailTransaction", NODE_TRANSACTION, NODE_RETAIL },
	{ "BusinessUnit", NODE_TRANSACTION, NODE_UNIT },
	{ "RetailStoreID", NODE_TRANSACTION, TEXT_STORE },
	{ "WorkstationID", NODE_TRANSACTION, TEXT_TILL },
	{ "SequenceNumber", NODE_TRANSACTION, TEXT_NUMBER },
	{ "BusinessDayDate", NODE_TRANSACTION, TEXT_DAY },
	{ "BeginDateTime", NODE_TRANSACTION, TEXT_BEGAN },
	{ "EndDateTime", NODE_TRANSACTION, TEXT_ENDED },
	{ "OperatorID", NODE_TRANSACTION, TEXT_OPERATOR },
	{ "CurrencyCode", NODE_TRANSACTION, TEXT_CURRENCY },
	{ "UnitID", NODE_UNIT, TEXT_STORE },

	{ "LineItem", NODE_RETAIL, NODE_ITEM },
	{ "Total", NODE_RETAIL, TEXT_TOTAL },
	{ "ReceiptDateTime", NODE_RETAIL, TEXT_ENDED },
	{ "TransactionLink", NODE_RETAIL, NODE_LINK },
	{ "Customer", NODE_RETAIL, NODE_CUSTOMER },
	{ "LoyaltyAccount", NODE_RETAIL, NODE_LOYALTY },

	{ "Sale", NODE_ITEM, NODE_GOODS },
	{ "Return", NODE_ITEM, NODE_GOODS },
	{ "SaleForDelivery", NODE_ITEM, NODE_GOODS },
	{ "SaleForPickup", NODE_ITEM, NODE_GOODS },
	{ "ReturnForDelivery", NODE_ITEM, NODE_GOODS },
	{ "ReturnForPickup", NODE_ITEM, NODE_GOODS },
	{ "Tax", NODE_ITEM, NODE_TAX },
	{ "Tender", NODE_ITEM, NODE_TENDER },
	{ "LoyaltyReward", NODE_ITEM, NODE_REWARD },
	{ "LoyaltyMembership", NODE_ITEM, NODE_LOYALTY },
	{ "LoyaltyAccount", NODE_ITEM, NODE_LOYALTY },

	{ "ItemID", NODE_GOODS, TEXT_ITEM_ID },
	{ "POSIdentity", NODE_GOODS, NODE_POS_IDENTITY },
	{ "MerchandiseHierarchy", NODE_GOODS, TEXT_DEPARTMENT },
	{ "Description", NODE_GOODS, TEXT_DESCRIPTION },
	{ "RegularSalesUnitPrice", NODE_GOODS, TEXT_PRICE },
	{ "ActualSalesUnitPrice", NODE_GOODS, TEXT_ACTUAL_PRICE },
	{ "ExtendedAmount", NODE_GOODS, TEXT_EXTENDED },
	{ "ExtendedDiscountAmount", NODE_GOODS, TEXT_EXTENDED_DISCOUNT },
	{ "Quantity", NODE_GOODS, TEXT_QUANTITY },
	{ "OperatorSequence", NODE_GOODS, TEXT_SEQUENCE },
	{ "Itemizers", NODE_GOODS, NODE_MARKS },
	{ "RetailPriceModifier", NODE_GOODS, NODE_MODIFIER },
	{ "Tax", NODE_GOODS, NODE_LINE_TAX },
	{ "TransactionLink", NODE_GOODS, NODE_LINK },
	{ "POSItemID", NODE_POS_IDENTITY, TEXT_POS_ITEM_ID },
	{ "Amount", NODE_MODIFIER, TEXT_AMOUNT },

	{ "Amount", NODE_LINE_TAX, TEXT_AMOUNT },
	{ "TaxableAmount", NODE_LINE_TAX, TEXT_TAXABLE },
	{ "Amount", NODE_TAX, TEXT_AMOUNT },
	{ "TaxableAmount", NODE_TAX, TEXT_TAXABLE },

	{ "Amount", NODE_TENDER, TEXT_AMOUNT },
	{ "TenderChange", NODE_TENDER, NODE_CHANGE },
	{ "Amount", NODE_CHANGE, TEXT_AMOUNT },

	{ "RewardCategory", NODE_REWARD, TEXT_CATEGORY },
	{ "ExtendedRewardAmount", NODE_REWARD, TEXT_AMOUNT },
	{ "OperatorSequenceReference", NODE_REWARD, TEXT_SEQUENCE },

	{ "BusinessUnit", NODE_LINK, NODE_UNIT },
	{ "RetailStoreID", NODE_LINK, TEXT_STORE },
	{ "WorkstationID", NODE_LINK, TEXT_TILL },
	{ "SequenceNumber", NODE_LINK, TEXT_NUMBER },
	{ "BusinessDayDate", NODE_LINK, TEXT_DAY },
	{ "BeginDateTime", NODE_LINK, TEXT_BEGAN },
	{ "EndDateTime", NODE_LINK, TEXT_ENDED },

	{ "CustomerID", NODE_CUSTOMER, TEXT_MEMBER },
	{ "Name", NODE_CUSTOMER, TEXT_NAME },
	{ "FullName", NODE_CUSTOMER, TEXT_NAME },
	{ "eMail", NODE_CUSTOMER, TEXT_EMAIL },
	{ "Email", NODE_CUSTOMER, TEXT_EMAIL },
	{ "EMailAddress", NODE_CUSTOMER, TEXT_EMAIL },
	{ "TelephoneNumber", NODE_CUSTOMER, TEXT_PHONE },
	{ "Telephone", NODE_CUSTOMER, TEXT_PHONE },
	{ "LoyaltyAccount", NODE_CUSTOMER, NODE_LOYALTY },
	{ "CustomerID", NODE_LOYALTY, TEXT_MEMBER },
	{ "MembershipID", NODE_LOYALTY, TEXT_MEMBER },
	{ "LoyaltyAccountID", NODE_LOYALTY, TEXT_CARD },
	{ "LoyaltyID", NODE_LOYALTY, TEXT_CARD },
};

enum poslog_node poslog_node(enum poslog_node parent, const char *name)
{
	if (parent == NODE_OTHER)
		return NODE_OTHER;
	for (size_t i = 0; i < sizeof(NAMED) / sizeof(NAMED[0]); i++)
		if (NAMED[i].parent == parent && NAMED[i].name[0] == name[0] &&
		    strcmp(NAMED[i].name, name) == 0)
			return NAMED[i].node;
	return NODE_OTHER;
}
