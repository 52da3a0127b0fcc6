//! What the code words mean, and what helps against them.

/// A code word or a sentence of the wire, explained.
pub(super) struct Word {
    pub code: &'static str,
    pub rule: &'static str,
    pub remedy: &'static str,
}

macro_rules! words {
    ($($code:literal: $rule:literal, $remedy:literal;)+) => {
        pub(super) const WORDS: &[Word] = &[$(Word { code: $code, rule: $rule, remedy: $remedy }),+];
    };
}

words! {
    "Client-Id and Api-Key headers are required":
        "one of the headers Client-Id and Api-Key is missing or empty", "Send both headers with every call.";
    "Client-Id header value should be positive integer":
        "the header Client-Id is no positive whole number", "Send the number of the shop as Client-Id.";
    "Invalid Api-Key, please contact support":
        "the key does not open this shop", "Send the key of the shop that Client-Id names; a new key is made by POST /operator/v1/sellers/{client_id}/keys.";
    "Invalid Api-Key, please check the key and try again":
        "the key does not open this shop", "Send the key of the shop that Client-Id names; a new key is made by POST /operator/v1/sellers/{client_id}/keys.";
    "Api-key is deactivated, use another one or generate a new one":
        "the key was revoked or has run out", "Make a new key and use it.";
    "Api-Key is missing a required role for a method":
        "no role of the key covers the method", "Use a key with a role that covers the method, or one without roles.";
    "Api-Key is restricted to specific IP addresses":
        "the call came from outside the networks of the key", "Call from one of the key's networks, or make a key without them.";
    "obsolete method cannot be used":
        "the method is switched off", "Call the method that replaced it, or take it off the settings obsolete_methods, method_calendar and api_date.";
    "You have reached request rate limit per second":
        "more calls than a limit allows", "Wait as many seconds as `retry-after` says; /operator/v1/limits tells who used the limit up.";
    "TIMESLOT_CHANGES_LIMIT_EXCEEDED": "a delivery can be moved twice", "Keep the window that holds now.";
    "POSTING_NUMBERS_IS_INCORRECT_FOR_COMPANY":
        "one of the postings is none of this shop's, or has no labels", "Name FBS and rFBS postings of this shop only.";
    "REPORT_IS_NOT_READY": "the report of a month is made some days after its end", "Ask some days later by the world's clock.";
    "TASK_NOT_FOUND": "the shop has no such request for a discount", "Name a task of /v1/actions/discounts-task/list.";
    "TASK_IS_DECLINED": "the request was refused already", "Nothing is left to be decided about it.";
    "TASK_IS_AUTO_DECLINED": "the request ran out before the seller decided", "Decide before end_at of the next one.";
    "APPROVED_PRICE_IS_WRONG": "the granted price is above the present one or none", "Grant a price between the one asked for and the present one.";
    "APPROVED_QUANTITY_IS_WRONG": "the least granted quantity is below 1 or above the most", "Grant 1 unit at least, and a most that is no smaller.";
    "ONLY_THE_SELLER_S_OWN_DELIVERY_IS_ASKED_FOR":
        "buyers ask to call off what the seller delivers, the rest they call off themselves", "Ask for an rFBS posting.";
    "POSTING_IS_NOT_ON_ITS_WAY": "only what is on its way is asked to be called off", "Call it off directly before it leaves.";
    "CANCELLATION_NOT_FOUND": "the shop has no such request", "Name a request of /v1/conditional-cancellation/list.";
    "CHAT_IS_CLOSED": "the buyer's side closed the chat", "Wait for the buyer: the next message opens the chat again.";
    "MESSAGE_NOT_FOUND": "the chat has no such message", "Name a message of this chat, as /v1/chat/history tells its number.";
    "TOO_MANY_REQUESTS":
        "the stock was changed too short a while ago", "Change one stock less often than the setting stock_update_interval_seconds; look for a second system that writes it.";
    "INVALID_ARGUMENT":
        "a list asks for dates that do not go together, or a label for a posting that does not wait to be handed over",
        "Give exactly one pair of dates and a status of the list; ask for labels of postings in awaiting_deliver only.";
    "PERIOD_IS_TOO_LONG": "the period is longer than the method allows", "Ask for shorter periods, one after the other.";
    "POSTING_NOT_FOUND":
        "the shop has no such posting under this scheme", "Name a posting of this shop: FBS and rFBS ones by FBS methods, FBO ones by FBO methods.";
    "POSTING_ALREADY_CANCELLED": "the posting is cancelled", "Nothing is left to be done with it.";
    "POSTING_ALREADY_SHIPPED": "the posting is packed already", "Go on with its label; packing twice is not possible.";
    "POSTINGS_NOT_READY":
        "a label is made some time after packing", "Ask again after label_delay_seconds of the world's clock; one posting that is not ready holds all of the call up.";
    "The next postings aren't ready":
        "a label is made some time after packing", "Ask again after label_delay_seconds of the world's clock; one posting that is not ready holds all of the call up.";
    "HAS_INCORRECT_STATUS": "the posting is in no status for this", "Read its status by /v3/posting/fbs/get and do what fits it.";
    "HAS_INCORRECT_PRODUCT_QUANTITY":
        "the units named are not those of the posting", "Name each unit of the posting exactly once, over all packages.";
    "UNKNOWN_PRODUCT_DEFINED": "a product is named that the posting does not hold", "Put the SKUs of the posting's products into product_id.";
    "EXEMPLAR_INFO_NOT_FILLED_COMPLETELY":
        "marks, customs declarations or the like of some units are missing", "Fill them by /v4/fbs/posting/product/exemplar/set and wait for ship_available.";
    "EXEMPLAR_INFO_ALREADY_DEFINED": "the units have their marks already", "Pack without exemplar_info, by /v4/posting/fbs/ship.";
    "Posting must have 'awaiting_packaging' status": "marks are set before packing only", "Set them while the posting is in awaiting_packaging.";
    "MANDATORY_MARK_REDUNDANT": "the product has no mandatory mark", "Leave mandatory_mark out.";
    "MANDATORY_MARK_NOT_FILLED": "the unit needs a mark", "Send the mark of the unit.";
    "MANDATORY_MARK_ALREADY_USED": "the mark was given to another unit", "Send the mark of this very unit.";
    "MANDATORY_MARK_INVALID_LENGTH": "a mark of this group has another length", "Send the whole code as it was scanned.";
    "MANDATORY_MARK_INVALID_STRUCTURE": "the mark does not begin with 01, a GTIN and 21", "Send the whole code as it was scanned.";
    "MANDATORY_MARK_INVALID_GTIN": "the check digit of the GTIN is wrong", "Send the whole code as it was scanned.";
    "MANDATORY_MARK_INVALID_CHARACTER": "the mark holds a character that marks do not have", "Look for a wrong keyboard layout of the scanner.";
    "JW_UIN_REDUNDANT": "the product has no jewellery number", "Leave jw_uin out.";
    "JW_UIN_NOT_FILLED": "the unit needs its jewellery number", "Send the 16 digits.";
    "JW_UIN_INVALID_FORMAT": "a jewellery number has 16 digits", "Send the 16 digits.";
    "JW_UIN_ALREADY_USED": "the number was given to another unit", "Send the number of this very unit.";
    "GTD_MUST_BE_SPECIFIED_FOR_PRODUCT_COUNTRY": "goods from this country need a customs declaration", "Send gtd, or is_gtd_absent.";
    "GTD_IS_REQUIRED_ONLY_FOR_LEGAL_CUSTOMER": "only companies get customs declarations", "Leave gtd out.";
    "GTD_INVALID_FORMAT": "a customs declaration has the form 8 digits/6 digits/7 characters", "Send it in that form.";
    "GTD_INVALID_DATE": "the middle of a customs declaration is no date DDMMYY", "Send the date of the declaration.";
    "RNPT_NOT_FILLED": "the goods are traceable", "Send rnpt, or is_rnpt_absent.";
    "RNPT_INVALID_FORMAT": "the number is a customs declaration, a slash and a running number", "Send it in that form.";
    "RNPT_INVALID_DATE": "the middle of the number is no date DDMMYY", "Send the date of the declaration.";
    "PRODUCT_WEIGHT_NOT_SPECIFIED": "goods sold by weight were not weighed", "Send their weights by /v2/posting/fbs/product/change.";
    "PRODUCT_IS_NOT_WEIGHED": "the product is not sold by weight", "Change weights of weighed goods only.";
    "PRODUCT_WEIGHT_OUT_OF_RANGE": "a weight is outside what the product may weigh", "Send the weight of each unit, in its range.";
    "HAS_INCORRECT_CANCEL_REASON":
        "the reason may not be given for a posting that stands there", "Choose one of those of /v1/posting/fbs/cancel-reason.";
    "HAS_INCORRECT_TPL_INTEGRATION_TYPE": "the seller does not deliver this posting", "Use it for postings whose tpl_integration_type is non_integrated or 3pl_tracking.";
    "TRANSITION_IS_NOT_POSSIBLE": "what was said does not follow the state it is in", "Read the state and go on from there.";
    "DELIVERY_METHOD_NOT_FOUND": "the shop has no such delivery method", "Choose one of /v1/delivery-method/list.";
    "CARRIAGE_NOT_FOUND": "the shop has no such carriage", "Use the id that /v2/posting/fbs/act/create answered.";
    "Incorrect_carriage_status": "the papers are not ready", "Wait until /v2/posting/fbs/act/check-status says ready.";
    "there_are_incomplete_carriages": "another carriage of the method is being formed", "Wait until it is ready, then ask for the next.";
    "no_postings": "nothing of the method is due by that day", "Pack postings first, or name their day.";
    "not_packaged": "postings of the method wait to be packed", "Pack them by /v4/posting/fbs/ship.";
    "package_time_not_passed": "the day of departure has not come", "Ask on that day, by the warehouse's clock.";
    "non_carriageable": "the marketplace fetches from FBS warehouses only", "Name a delivery method of one.";
    "Company has no FBS-warehouses": "the shop has rFBS warehouses only", "Open an FBS warehouse.";
    "Trying set ContainersCount to not HasEntrustedAcceptance company": "the warehouse has no entrusted acceptance", "Leave containers_count out.";
    "RETURN_NOT_FOUND": "there is no such return", "Use an id of the list of returns.";
    "POSTING_IS_NOT_DELIVERED": "only what was delivered comes back", "Deliver it first.";
    "CHAT_NOT_FOUND": "the shop has no such chat", "Use a chat_id of /v1/chat/list.";
    "FBO_CHAT_IS_STARTED_BY_CUSTOMER": "chats about FBO postings are begun by the buyer", "Wait for the buyer's message.";
    "TIME_TO_START_CHAT_IS_OVER": "a chat is begun within 72 hours after payment or delivery", "Wait for the buyer's message, or switch chat_limits off.";
    "TIME_TO_ANSWER_IS_OVER": "the buyer is answered within 48 hours", "Wait for the buyer's next message, or switch chat_limits off.";
    "FILE_IS_TOO_LARGE": "the file is larger than a chat takes", "Send a smaller one.";
    "FILE_TYPE_IS_NOT_SUPPORTED": "files of this kind are not taken", "Send a picture or a document.";
    "FILE_CONTENT_DOES_NOT_MATCH_ITS_NAME": "the file is not what its name says", "Send it under its real extension.";
    "Product not found": "the shop has no such product", "Name a product of this shop by the right one of offer_id, product_id and sku.";
    "PRODUCT_IS_ARCHIVED": "the product is in the archive", "Take it out by /v1/product/unarchive.";
    "PRODUCT_IS_NOT_DIGITAL": "the product has no codes", "Import it with service_type IS_CODE_SERVICE.";
    "PRODUCT_HAS_STOCK": "the product is sold from a stock", "Set its stock to 0 first.";
    "DIGITAL_GOODS_STOCK": "the stock of digital goods is their codes", "Upload codes.";
    "SUPPLY_ORDER_NOT_FOUND": "the shop has no such supply", "Use an id of one of its supplies.";
    "WAYBILL_NOT_FOUND": "the supply has no such waybill", "Use an id of one of its waybills.";
    "WAYBILL_ALREADY_ACCEPTED": "the waybill is counted", "Nothing is left to be done.";
    "WAYBILL_ALREADY_IN_PROGRESS": "the waybill is being counted", "Finish it.";
    "NOT_FOUND_ERROR": "the shop has no such product", "Name a product of this shop by offer_id or product_id.";
    "product_is_not_created": "the import has not made the product yet", "Wait until /v1/product/import/info says imported.";
    "INVALID_STATE": "the product is in the archive", "Take it out by /v1/product/unarchive.";
    "PRICE_IS_NOT_SENT": "the product has not passed moderation", "Wait until its state is price_sent.";
    "WAREHOUSE_NOT_FOUND": "the shop has no such warehouse that works", "Use a warehouse_id of /v1/warehouse/list.";
    "NON_KGT_ON_KGT_WAREHOUSE": "the warehouse takes bulky goods only", "Set the stock on another warehouse.";
    "OVER_MAX_OVH_NON_KGT": "bulky goods need a warehouse for bulky goods", "Set the stock on a warehouse that takes them.";
    "STOCK_TOO_BIG": "a stock of a million units or more is a slip of the pen", "Send the true number.";
    "PRODUCT_NOT_FOUND": "the shop has no such product", "Name a product of this shop by product_id.";
    "PRODUCT_IS_NOT_A_CANDIDATE": "the promotion is not open for the product", "Choose among /v1/actions/candidates.";
    "PRODUCT_IS_NOT_IN_ACTION": "the product takes no part", "Choose among /v1/actions/products.";
    "PRODUCT_IS_BANNED": "the product was barred from the promotion", "Ask the operator.";
    "ACTION_IS_OVER": "the promotion has ended", "Choose one that runs.";
    "ACTION_IS_FROZEN": "prices of the promotion may not get worse any more", "Leave the price, or lower it.";
    "ACTION_PRICE_NOT_POSITIVE": "the price is not above 0", "Send a price.";
    "ACTION_PRICE_TOO_HIGH": "the price is above the promotion's", "Send at most max_action_price.";
    "ACTION_PRICE_BELOW_MIN_PRICE": "the price is below the product's own min_price", "Raise it, or lower min_price.";
    "STOCK_BELOW_MIN_STOCK": "the promotion wants more units", "Offer at least the promotion's minimum.";
    "STOCK_ABOVE_AVAILABLE": "fewer units are in stock", "Offer at most what is in stock.";
    "currency_differs_from_contract": "the shop trades in another currency", "Send prices in the currency of the shop.";
    "price_out_of_range": "the price is 0 or too high", "Send a price above 0.";
    "old_price_less_than_price": "the price before the discount is not above the price", "Raise old_price, or send it as 0.";
    "item_limit_exceeded": "the shop has used up its products of the day, or in all", "Wait for the next day, or raise daily_create_limit, daily_update_limit, total_products_limit.";
    "restore limit exceeded": "the shop has used up what it may take out of the archive in a day", "Wait for the next day, or raise daily_restore_limit.";
    "total limit exceeded": "the shop has as many products as it may", "Put some into the archive, or raise total_products_limit.";
    "DOCUMENT_NOT_FOUND": "the carriage has no such paper: everything was accepted, or nothing beyond the act", "Ask for act_of_acceptance.";
    "NOTIFICATION_NOT_FOUND": "the shop has no such subscription", "Name the one of /v1/notification/list.";
    "outdated": "the day of the carriage is over", "Create one for today.";
    "product_not_found": "the shop has no such product", "Name a product of this shop.";
    "product_is_archived": "the product lies in the archive", "Take it out first.";
    "barcode_invalid": "a bar code has 1 to 100 characters, and those that begin with OZN are the marketplace's", "Send another one, or call /v1/barcode/generate.";
    "barcode_already_exists": "another product of the shop has the bar code", "Take it off that product, or send another one.";
    "barcodes_limit_exceeded": "a product has 100 bar codes at most", "Leave it as it is.";
    "NOT_UNIQUE_OFFER_ID": "the article is named twice in one request", "Name it once.";
    "STOCK_IS_LESS_THAN_CODES": "more codes are free than the stock says", "Send at least the number of free codes.";
    "KEY_ALREADY_EXISTS": "the product has, or had, this code", "Send another one.";
    "KEY_IS_INVALID": "a code has 1 to 500 characters", "Send a code that fits.";
    "ALL_UNITS_HAVE_KEYS": "no unit of the posting is without a code", "Nothing is left to be given.";
}
