//! The attribute list: cards as they are kept, with sizes, pictures and documents.

use std::collections::HashMap;

use gostiny_wire::{
    product::{
        ProductAttribute, ProductAttributeValue, ProductComplexAttribute, ProductComplexMember, ProductComplexValue,
        ProductImage, ProductImage360, ProductImportAttribute, ProductImportComplexAttribute, ProductImportPdf,
        ProductPdf, ProductWithAttributes, ProductsInfoAttributesV3Request, ProductsInfoAttributesV3Response,
    },
    scalar::ProductId,
};

use super::{
    Product,
    order::{SortBy, sorted},
    picture,
};
use crate::{args, call::Call, check, error::Result, store::Arg};

const REQUEST: &str = "ProductsInfoAttributesV3Request";

/// A page of cards in the order asked for.
pub async fn v3(call: &mut Call, req: &ProductsInfoAttributesV3Request) -> Result<ProductsInfoAttributesV3Response> {
    let filter = check::required(REQUEST, "Filter", req.filter.as_ref())?;
    check::limit(REQUEST, req.limit, 1000)?;
    let order = (SortBy::parse(&req.sort_by)?, req.sort_dir);
    let mut page = sorted(call, filter, order, &req.last_id, req.limit).await?;
    page.products.iter_mut().for_each(|product| picture::show(call, product));
    let mut cards = cards(call, &page.products).await?;
    let shown = |product: Product| {
        let card = cards.remove(&product.product_id).unwrap_or_default();
        with_attributes(product, card)
    };
    Ok(ProductsInfoAttributesV3Response {
        result: page.products.into_iter().map(shown).collect(),
        last_id: page.last_id,
        total: i32::try_from(page.total).unwrap_or(i32::MAX),
    })
}

/// What the card adds to the product, as it was imported.
#[derive(Default)]
struct Card {
    attributes: Vec<ProductImportAttribute>,
    complex_attributes: Vec<ProductImportComplexAttribute>,
    pdf_list: Vec<ProductImportPdf>,
}

async fn cards(call: &mut Call, products: &[Product]) -> Result<HashMap<ProductId, Card>> {
    let list: Vec<Arg> = products.iter().map(|product| product.product_id.into()).collect();
    let read = |row: &crate::store::Row<'_>| {
        let id: ProductId = row.next()?;
        let (attributes, complex_attributes) = (row.next_json()?, row.next_json()?);
        Ok((id, Card { attributes, complex_attributes, pdf_list: row.next_json()? }))
    };
    Ok(call.tx.rows_in(CARDS, args![call.seller], &list, read).await?.into_iter().collect())
}

const CARDS: &str = "select product_id, attributes, complex_attributes, pdf_list from product_card \
    where seller_id = $1 and product_id {in}";

fn with_attributes(product: Product, card: Card) -> ProductWithAttributes {
    let size = |length: i64| i32::try_from(length).unwrap_or(i32::MAX);
    ProductWithAttributes {
        attributes: card.attributes.into_iter().map(alone).collect(),
        barcode: product.barcodes.first().cloned().unwrap_or_default(),
        category_id: product.category_id,
        complex_attributes: card.complex_attributes.into_iter().map(group).collect(),
        depth: size(product.depth),
        height: size(product.height),
        id: product.product_id,
        image_group_id: String::new(),
        images: images(&product),
        images360: (0..)
            .zip(product.images360)
            .map(|(index, file_name)| ProductImage360 { file_name, index })
            .collect(),
        color_image: product.color_image,
        dimension_unit: product.dimension_unit,
        name: product.name,
        offer_id: product.offer_id,
        pdf_list: card.pdf_list.into_iter().map(pdf).collect(),
        weight: size(product.weight),
        weight_unit: product.weight_unit,
        width: size(product.width),
        last_id: String::new(),
    }
}

/// The main picture stands first; when none was named apart it is the first of the list.
fn images(product: &Product) -> Vec<ProductImage> {
    let named = Some(&product.primary_image).filter(|named| !named.is_empty());
    let rest = product.images.iter().filter(|&image| Some(image) != named);
    let image =
        |(index, file_name): (i64, &String)| ProductImage { default: index == 0, file_name: file_name.clone(), index };
    (0..).zip(named.into_iter().chain(rest)).map(image).collect()
}

fn alone(attribute: ProductImportAttribute) -> ProductAttribute {
    let value = |value: gostiny_wire::product::ProductImportValue| ProductAttributeValue {
        dictionary_value_id: value.dictionary_value_id,
        value: value.value,
    };
    ProductAttribute {
        attribute_id: attribute.id,
        complex_id: attribute.complex_id,
        values: attribute.values.into_iter().map(value).collect(),
    }
}

fn group(group: ProductImportComplexAttribute) -> ProductComplexAttribute {
    let value = |value: gostiny_wire::product::ProductImportValue| ProductComplexValue {
        dictionary_value_id: value.dictionary_value_id,
        value: value.value,
    };
    let member = |member: ProductImportAttribute| ProductComplexMember {
        attribute_id: member.id,
        complex_id: member.complex_id,
        values: member.values.into_iter().map(value).collect(),
    };
    ProductComplexAttribute { attributes: group.attributes.into_iter().map(member).collect() }
}

fn pdf(pdf: ProductImportPdf) -> ProductPdf {
    ProductPdf { file_name: pdf.src_url, index: pdf.index, name: pdf.name }
}

#[cfg(test)]
mod tests {
    use super::{super::facet::tests::product, *};

    #[test]
    fn the_main_picture_stands_first_and_once() {
        let urls = ["https://example.test/1.jpg", "https://example.test/2.jpg"].map(str::to_owned);
        let named = Product { images: urls.to_vec(), primary_image: urls[1].clone(), ..product() };
        let shown: Vec<_> = images(&named).into_iter().map(|image| (image.file_name, image.default)).collect();
        assert_eq!(shown, [(urls[1].clone(), true), (urls[0].clone(), false)]);
        let unnamed = Product { images: urls.to_vec(), ..product() };
        assert_eq!(
            images(&unnamed).first().map(|image| (image.index, image.file_name.clone())),
            Some((0, urls[0].clone()))
        );
        assert!(images(&Product { images: Vec::new(), ..product() }).is_empty());
    }
}
